import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";

/** What the metadata service of an instance answers, by category (`meta-data`, `dynamic`): a folder is an object. */
export interface Metadata {
  readonly [name: string]: string | Metadata;
}

export interface Instance {
  readonly metadata: Metadata;
  readonly userData: string;
}

const token = "AQAAAEmulatedToken";

/**
 * The text at a path; a folder lists its entries, with a slash behind folders. Undefined if there is none.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
 */
export function metadataAt(tree: Metadata, path: readonly string[]): string | undefined {
  let found: string | Metadata | undefined = tree;
  for (const name of path) found = typeof found === "object" ? found[name] : undefined;
  if (typeof found !== "object") return found;
  return Object.entries(found)
    .map(([name, value]) => (typeof value === "object" ? `${name}/` : name))
    .join("\n");
}

/** Status and text of an answer by the metadata service, which only answers to whoever has a token (IMDSv2). */
export function answerOf(
  { method, url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  instance: Instance | undefined,
): [status: number, text: string] {
  if (!instance) return [404, "no instance has this address"];
  const [version = "", kind, ...path] = url.split("/").filter(Boolean);
  if (method === "PUT")
    return headers["x-aws-ec2-metadata-token-ttl-seconds"] ? [200, token] : [400, "Bad Request"];
  if (headers["x-aws-ec2-metadata-token"] !== token) return [401, "Unauthorized"];
  if (version === "") return [200, "latest"];
  if (kind === "user-data") return [200, instance.userData];
  const text = metadataAt(instance.metadata, [kind ?? "", ...path]);
  return text === undefined ? [404, "Not Found"] : [200, text];
}

const addressOf = ({ socket }: IncomingMessage) => (socket.remoteAddress ?? "").replace("::ffff:", "");

/** @param folder of a machine's `instances/ADDRESS.json` */
function metadata(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const file = join(folder, "instances", `${addressOf(request)}.json`);
  const instance = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Instance) : undefined;
  const [status, text] = answerOf(request, instance);
  response.writeHead(status, { "content-type": "text/plain" }).end(text);
}

/** Debian packages; `broken/ADDRESS` is there while the mirror fails for a machine. */
function packages(mirror: string, folder: string, request: IncomingMessage, response: ServerResponse): void {
  const file = join(mirror, decodeURIComponent(request.url ?? ""));
  if (existsSync(join(folder, "broken", addressOf(request)))) response.writeHead(503).end();
  else if (!file.startsWith(`${mirror}/`) || !existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200).end(readFileSync(file));
}

if (import.meta.main) {
  const [, , folder = "", mirror = ""] = process.argv;
  createServer((...args) => metadata(folder, ...args)).listen(80, "169.254.169.254");
  createServer((...args) => packages(mirror, folder, ...args)).listen(8000, "198.51.100.2");
}
