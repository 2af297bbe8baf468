import assert from "node:assert/strict";
import { readMirrors } from "../../../setup/debianMirrors.ts";

describe("readMirrors", () => {
  it("reads the computer's own mirrors", () => {
    const text = [
      "http://mirror.test/debian-security/ bookworm-security main",
      "http://mirror.test/debian/ bookworm-updates main",
      "http://mirror.test/debian/ bookworm contrib",
      "http://mirror.test/debian/ bookworm main",
      "https://tools.test/apt nodistro main",
    ];
    assert.deepEqual(readMirrors(text.join("\n")), {
      packages: "http://mirror.test/debian",
      security: "http://mirror.test/debian-security",
    });
  });

  it("works without a security mirror", () => {
    assert.deepEqual(readMirrors("http://mirror.test/debian trixie main\n"), {
      packages: "http://mirror.test/debian",
      security: undefined,
    });
  });

  it("finds none on another distribution", () => {
    assert.equal(readMirrors("http://mirror.test/ubuntu noble main\n"), undefined);
    assert.equal(readMirrors(""), undefined);
  });
});
