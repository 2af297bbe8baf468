import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { secretsIn } from "../../policy/secretText.ts";

const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n-----END OPENSSH PRIVATE KEY-----\n";
const cloudConfig = `#cloud-config\nssh_keys:\n  ed25519_private: |\n    ${key.replaceAll("\n", "\n    ")}\n`;

describe("secretsIn", () => {
  const holding: readonly (readonly [what: string, text: string])[] = [
    ["a private key", key],
    ["a private key", "-----BEGIN PRIVATE KEY-----"],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----"],
    ["a private key", "-----BEGIN EC PRIVATE KEY-----"],
    ["a swarm join token", "docker swarm join --token SWMTKN-1-3pu6hszjas19xyp7ghgos-9k4sf 10.0.0.4:2377"],
    ["a swarm unlock key", "SWMKEY-1-7c37Cc8654o6p38HnroywCi19pllOnGtbdZEgtKxZu8"],
    ["an AWS secret key", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["an AWS secret key", '"SecretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"'],
    ["a registry login", '{"auths":{"registry:5000":{"auth":"c3dhcm06c2VjcmV0"}}}'],
  ];
  for (const [what, text] of holding)
    it(`finds ${what}: ${text.slice(0, 40)}`, () => {
      assert.deepEqual(secretsIn({ input: [{ text }] }, ""), [`input[0].text holds ${what}`]);
    });

  it("finds secrets in base64, compressed or not", () => {
    const packed = (data: Buffer) => secretsIn({ userDataBase64: data.toString("base64") }, "");
    assert.deepEqual(packed(Buffer.from(cloudConfig)), ["userDataBase64 holds a private key"]);
    assert.deepEqual(packed(gzipSync(cloudConfig)), ["userDataBase64 holds a private key"]);
    const wrapped = Buffer.from(cloudConfig)
      .toString("base64")
      .replace(/.{76}/g, (line) => `${line}\n`);
    assert.deepEqual(secretsIn(wrapped, "userData"), ["userData holds a private key"]);
  });

  it("finds several secrets in one value", () => {
    assert.deepEqual(secretsIn(`${key} SWMTKN-1-abc-def`, "create"), [
      "create holds a private key",
      "create holds a swarm join token",
    ]);
  });

  it("finds a property with the name of a secret", () => {
    assert.deepEqual(secretsIn({ registries: [{ username: "AWS", password: "hunter2" }] }, ""), [
      "registries[0].password is in clear",
    ]);
    assert.deepEqual(secretsIn({ password: "", privateKey: undefined, passwordLength: "8" }, ""), []);
  });

  it("finds nothing in public values", () => {
    const digest = "sha256:9c1d7e2b6fbb1f3b0b8b9d1a1b4c7e7f6a5d4c3b2a19080706050403020100ff";
    const publicKey =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFnoYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6 swarm";
    const config = '{"credHelpers":{"1.dkr.ecr.eu-central-1.amazonaws.com":"ecr-login"}}';
    const values = { digest, publicKey, config, hex: "ab".repeat(64), count: 3, on: true, none: null };
    assert.deepEqual(secretsIn(values, ""), []);
    assert.deepEqual(secretsIn("-----BEGIN PUBLIC KEY-----\n-----BEGIN CERTIFICATE-----", "x"), []);
    assert.deepEqual(secretsIn({ userData: Buffer.alloc(200, 0x1f).toString("base64") }, ""), []);
    assert.deepEqual(
      secretsIn(
        { userData: Buffer.concat([Buffer.from([31, 139]), Buffer.alloc(99)]).toString("base64") },
        "",
      ),
      [],
    );
  });
});
