import assert from "node:assert/strict";
import { imageSource } from "../../../../../../components/targets/aws/machines/imageSource.ts";

describe("imageSource", () => {
  it("uses Debian's own parameter for Debian", () => {
    assert.deepEqual(imageSource({ image: "debian-13", upgrade: "" }, "arm64"), {
      parameter: "/aws/service/debian/release/13/latest/arm64",
      name: "arm64@debian-13",
    });
  });

  it("has another name for another upgrade value", () => {
    assert.deepEqual(imageSource({ image: "debian-13", upgrade: "2026 May" }, "amd64"), {
      parameter: "/aws/service/debian/release/13/latest/amd64",
      name: "amd64@debian-13@2026%20May",
    });
  });

  it("accepts a parameter of the user", () => {
    assert.deepEqual(imageSource({ image: "/shop/image", upgrade: "" }, "amd64"), {
      parameter: "/shop/image",
      name: "amd64@%2Fshop%2Fimage",
    });
  });

  it("accepts an image id", () => {
    assert.deepEqual(imageSource({ image: "ami-0123456789abcdef0", upgrade: "1" }, "amd64"), {
      id: "ami-0123456789abcdef0",
    });
  });

  it("refuses anything else", () => {
    for (const image of ["debian-12", "toString"])
      assert.throws(() => imageSource({ image, upgrade: "" }, "amd64"), {
        message: `${image} is no image of EC2 machines`,
      });
  });
});
