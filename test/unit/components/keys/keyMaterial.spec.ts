import assert from "node:assert/strict";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { forOpenSsh } from "../../../../components/keys/ed25519.ts";
import { derive, derivePassword, deriveSshKeyPair } from "../../../../components/keys/keyMaterial.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

/** The bytes 0 to 31; what comes of them was computed with Python's hmac module as well. */
const seed = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

describe("derive", () => {
  it("is RFC 5869 with the purpose as its info", () => {
    assert.equal(
      derive(seed, "registry").toString("hex"),
      "d270303fa3354174e08283dc0dc7d09bbbf07e1b049d9d5d1dc8f46eb97d1956",
    );
    assert.equal(
      derive(seed, "ssh client").toString("hex"),
      "ba942be4558a486bd21a65209839a4c372edcf913cc3cba69eabf23df394a0d3",
    );
  });

  it("returns different bytes for each purpose and each secret", () => {
    const purposes = ["registry", "stack objects", "ssh client", "ssh host manager-0", "ssh host manager-1"];
    const seeds = [seed, randomBytes(32).toString("base64")];
    const all = seeds.flatMap((one) => purposes.map((purpose) => derive(one, purpose).toString("hex")));
    assert.equal(new Set(all).size, all.length);
  });
});

describe("derivePassword", () => {
  it("returns a text that never needs quoting", () => {
    assert.equal(derivePassword(seed, "registry"), "0nAwP6M1QXTggoPcDcfQm7vwfhsEnZ1dHcj0brl9GVY");
    fc.assert(
      fc.property(fc.string(), (purpose) => {
        assert.match(derivePassword(seed, purpose), /^[A-Za-z0-9_-]{43}$/);
      }),
    );
  });
});

describe("deriveSshKeyPair", () => {
  it("writes the pair as OpenSSH does", () => {
    assert.deepEqual(deriveSshKeyPair(seed, "ssh client"), {
      publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP1Z54PDyip761yFWhMgOsHnGBnbATdgyKJR2x2V7rAc",
      privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----
b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
QyNTUxOQAAACD9WeeDw8oqe+tchVoTIDrB5xgZ2wE3YMiiUdsdle6wHAAAAIj9WeeD/Vnn
gwAAAAtzc2gtZWQyNTUxOQAAACD9WeeDw8oqe+tchVoTIDrB5xgZ2wE3YMiiUdsdle6wHA
AAAEC6lCvkVYpIa9IaZSCYOaTDcu3PkTzDy6aeq/I985Sg0/1Z54PDyip761yFWhMgOsHn
GBnbATdgyKJR2x2V7rAcAAAAAAECAwQF
-----END OPENSSH PRIVATE KEY-----
`,
      compactKey: `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEILqUK+RVikhr0hplIJg5pMNy7c+RPMPLpp6r8j3zlKDT
-----END PRIVATE KEY-----
`,
    });
  });

  it("returns the same pair for the same secret and purpose, and no other", () => {
    assert.deepEqual(deriveSshKeyPair(seed, "ssh client"), deriveSshKeyPair(seed, "ssh client"));
    const keys = ["ssh client", "ssh host manager-0", "ssh host worker-0"].map(
      (purpose) => deriveSshKeyPair(seed, purpose).publicKey,
    );
    assert.equal(new Set(keys).size, 3);
  });

  it("writes the compact key for files as OpenSSH does, and leaves all other keys as they are", () => {
    const { privateKey, compactKey } = deriveSshKeyPair(seed, "ssh client");
    assert.equal(forOpenSsh(compactKey), privateKey);
    const { privateKey: other } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      privateKeyEncoding: { format: "pem", type: "pkcs8" },
      publicKeyEncoding: { format: "pem", type: "spki" },
    });
    for (const key of [privateKey, other, "no key"]) assert.equal(forOpenSsh(key), key);
  });

  it("returns a pair that ssh-keygen reads, signs with and verifies", async () => {
    for (let round = 0; round < 3; round++) {
      using folder = new Folder();
      const { privateKey, publicKey } = deriveSshKeyPair(randomBytes(32).toString("base64"), "ssh client");
      folder.write({ key: privateKey, signers: `swarm ${publicKey}\n` }, 0o600);
      assert.deepEqual(await run("ssh-keygen", ["-y", "-f", folder.at("key")]), {
        code: 0,
        stdout: `${publicKey}\n`,
        stderr: "",
      });
      const input = "what was signed";
      const signed = await run("ssh-keygen", ["-Y", "sign", "-f", folder.at("key"), "-n", "swarm"], {
        input,
      });
      folder.write({ signature: signed.stdout });
      const verify = ["-Y", "verify", "-f", folder.at("signers"), "-I", "swarm", "-n", "swarm"];
      const verified = await run("ssh-keygen", [...verify, "-s", folder.at("signature")], { input });
      assert.equal(verified.code, 0, verified.stderr);
      const forged = await run("ssh-keygen", [...verify, "-s", folder.at("signature")], { input: "another" });
      assert.notEqual(forged.code, 0);
    }
  });
});
