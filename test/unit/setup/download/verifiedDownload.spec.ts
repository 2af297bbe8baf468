import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { digestIn } from "../../../../setup/download/releaseDigest.ts";
import { fetchVerified, WrongChecksum } from "../../../../setup/download/verifiedDownload.ts";
import { ToolCallFailed } from "../../../../setup/toolCall.ts";
import { Folder } from "../../../support/folder.ts";

const work = { progress: { note: () => {} }, signal: new AbortController().signal };
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("fetchVerified", () => {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/there" ? 200 : 404;
    response.end("content");
  });
  let path = "";

  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    path = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it("keeps a file with the expected checksum", async () => {
    using folder = new Folder();
    await fetchVerified(work, `${path}/there`, folder.at("file"), sha256("content"));
    assert.equal(folder.read("file"), "content");
  });

  it("removes any other file, and names the expected checksum", async () => {
    using folder = new Folder();
    const [address, expected] = [`${path}/there`, sha256("other")];
    await assert.rejects(fetchVerified(work, address, folder.at("file"), expected), (error: Error) => {
      assert.ok(error instanceof WrongChecksum);
      assert.equal(
        error.message.split("\n")[0],
        `${address} is not the file its publisher made: its SHA-256 is ${sha256("content")}, expected ${expected}`,
      );
      return true;
    });
    assert.equal(existsSync(folder.at("file")), false);
  });

  it("reports a missing file", async () => {
    using folder = new Folder();
    const attempt = fetchVerified(work, `${path}/gone`, folder.at("file"), sha256("content"));
    await assert.rejects(attempt, (error: ToolCallFailed) => {
      assert.ok(error instanceof ToolCallFailed);
      assert.ok(error.lastLines.some((line) => line.endsWith(`${path}/gone answers with 404`)));
      return true;
    });
  });
});

describe("digestIn", () => {
  const release = (digest: unknown) =>
    JSON.stringify({ assets: [{ name: "other.tar.gz" }, { name: "file.tar.gz", digest }] });

  it("returns the SHA-256 that GitHub computed", () => {
    assert.equal(digestIn(release(`sha256:${"c".repeat(64)}`), "file.tar.gz"), "c".repeat(64));
  });

  it("returns nothing else", () => {
    for (const digest of [null, undefined, "", "c".repeat(64), `sha1:${"c".repeat(40)}`, "sha256:cc"])
      assert.equal(digestIn(release(digest), "file.tar.gz"), undefined);
    for (const answer of [
      '{"message": "Not Found"}',
      "<html>log in to the network</html>",
      "null",
      '{"assets": "none"}',
      '{"assets": [null, {"digest": 5}]}',
    ])
      assert.equal(digestIn(answer, "file.tar.gz"), undefined);
    assert.equal(digestIn(release(`sha256:${"c".repeat(64)}`), "gone.tar.gz"), undefined);
  });
});
