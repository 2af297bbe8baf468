import assert from "node:assert/strict";
import { imageSource } from "../../../../../../components/targets/aws/machines/imageSource.ts";

describe("imageSource", () => {
  it("is Debian's own parameter for Debian", () => {
    assert.deepEqual(imageSource({ image: "debian-13", upgrade: "" }, "arm64"), {
      parameter: "/aws/service/debian/release/13/latest/arm64",
      name: "arm64@debian-13",
    });
  });

  it("is kept under another name after another word", () => {
    assert.deepEqual(imageSource({ image: "debian-13", upgrade: "2026 May" }, "amd64"), {
      parameter: "/aws/service/debian/release/13/latest/amd64",
      name: "amd64@debian-13@2026%20May",
    });
  });

  it("is a parameter of the user's own", () => {
    assert.deepEqual(imageSource({ image: "/shop/image", upgrade: "" }, "amd64"), {
      parameter: "/shop/image",
      name: "amd64@%2Fshop%2Fimage",
    });
  });

  it("is an image as it is", () => {
    assert.deepEqual(imageSource({ image: "ami-0123456789abcdef0", upgrade: "1" }, "amd64"), {
      id: "ami-0123456789abcdef0",
    });
  });

  it("is nothing else", () => {
    for (const image of ["debian-12", "toString"])
      assert.throws(() => imageSource({ image, upgrade: "" }, "amd64"), {
        message: `${image} is no image of EC2 machines`,
      });
  });
});
