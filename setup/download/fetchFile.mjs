// node fetchFile.mjs ADDRESS FILE: downloads a file and prints its SHA-256. It is a process of its own,
// because Node reads NODE_USE_ENV_PROXY, which makes fetch use HTTPS_PROXY, only at start.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const [address, file] = process.argv.slice(2);
const response = await fetch(address);
if (!response.ok || !response.body) throw new Error(`${address} answers with ${response.status}`);
const hash = createHash("sha256");
const hashed = async function* (pieces) {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
};
await pipeline(Readable.fromWeb(response.body), hashed, createWriteStream(file));
console.log(hash.digest("hex"));
