import { isAbsolute, posix, resolve } from "node:path";
import type { ComposeSource } from "../source.ts";

/** What a path refers to: a path of the nodes, of this computer, of a home directory, or of Windows. */
export type PathKind = "node" | "computer" | "home" | "windows";

export function pathKind(path: string): PathKind {
  if (isWindowsPath(path)) return "windows";
  if (path.startsWith("~")) return "home";
  return isAbsolute(path) ? "node" : "computer";
}

/** `C:\data`, `C:/data` or `\\server\data` */
function isWindowsPath(path: string): boolean {
  return /^([A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** One spelling for `./data`, `data/` and `.\data`. */
export function normalPath(path: string): string {
  if (isWindowsPath(path)) return path;
  if (/^\.{1,2}\\/.test(path)) return normalPath(path.replaceAll("\\", "/"));
  const [, home = "", rest = ""] = /^(~[^/]*)(.*)$/s.exec(path) ?? [];
  if (home) return rest === "" ? home : withoutEndSlash(`${home}${posix.normalize(rest)}`);
  const normal = withoutEndSlash(posix.normalize(path));
  return normal.startsWith("/") || /^\.\.?(\/|$)/.test(normal) ? normal : `./${normal}`;
}

/** `/data/` and `/data` are the same path. */
export function withoutEndSlash(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

/** Where a path of this computer leads; undefined for one of Windows or of another user's home. */
export function localPath(
  path: string,
  { directory, workspace }: Pick<ComposeSource, "directory" | "workspace">,
): string | undefined {
  const kind = pathKind(path);
  if (kind === "windows") return undefined;
  if (kind !== "home") return resolve(directory, path);
  const { HOME } = workspace.environment;
  return HOME && /^~(\/|$)/.test(path) ? resolve(HOME, `.${path.slice(1)}`) : undefined;
}

const fileEndings =
  /\.(conf|cfg|cnf|ini|json5?|ya?ml|toml|xml|properties|env|sh|py|js|ts|php|lua|sql|txt|log|md|html?|css|csv|pem|crt|cer|key|csr|p12|pfx|jks|db|sqlite3?|htpasswd|rules|te?mpl|j2|sock|pid|lock|gz|zip|tar|jar)$/i;
const fileNames = /^(Caddyfile|Dockerfile|Makefile|passwd|\.env|\.htpasswd|\.[a-z]+rc)$/;

/** Whether a path in a container looks like a file: a volume there would be a directory. */
export function looksLikeFile(target: string): boolean {
  const name = posix.basename(target);
  return fileEndings.test(name) || fileNames.test(name);
}

/** Splits `SOURCE:TARGET:OPTIONS`; the colon of `C:\data` belongs to the source. */
export function sourceOfText(text: string): { source?: string; parts: string[] } {
  const drive = /^[A-Za-z]:(\\|\/[^:]*:\/)/.test(text) ? text.slice(0, 2) : "";
  const [first = "", ...parts] = text.slice(drive.length).split(":");
  return parts.length === 0 ? { parts: [text] } : { source: `${drive}${first}`, parts };
}

/** Whether the source of a mount in short syntax is a path, not a volume. */
export function isPath(source: string): boolean {
  return /^[./~]/.test(source) || isWindowsPath(source);
}
