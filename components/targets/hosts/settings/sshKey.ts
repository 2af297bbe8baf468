import { homedir } from "node:os";
import { resolve } from "node:path";
import { type DiagnosticPath, unlessAbandoned } from "../../../input/diagnosticPath.ts";
import { contentOf } from "../../../input/textFile.ts";
import type { Limit } from "../../../input/userFile.ts";
import { displayPath, type Workspace } from "../../../input/workspace.ts";
import type { HostsSettings } from "./settings.ts";

const usual = "~/.ssh/id_ed25519";
const hint = "name the file of a private key, or set the key itself: pulumi config set --secret swarm:sshKey";

/** An RSA key of 16384 bits has 13 KiB. */
const keyFile: Limit = { of: "a private key", bytes: 64 * 1024, hint };

/** The settings with the private key, which may be in a file. */
export function withSshKey(
  own: HostsSettings,
  { sshKey }: Readonly<Record<string, unknown>>,
  workspace: Workspace,
  path: DiagnosticPath,
): HostsSettings {
  if (sshKey !== undefined && typeof sshKey !== "string") return own;
  const privateKey = unlessAbandoned(() => readSshKey(sshKey, workspace, path.at("sshKey"))) ?? "";
  return { ...own, privateKey };
}

/**
 * The private key in `swarm:sshKey`, or in the file that it names; empty if there is an error.
 *
 * @param written a path, which may begin with `~/`, or the key itself
 */
export function readSshKey(written: string | undefined, workspace: Workspace, path: DiagnosticPath): string {
  const isKey = written?.trimStart().startsWith("-----BEGIN") ?? false;
  const text = isKey ? written : readKeyFile(written ?? usual, workspace, path);
  if (text === undefined) return "";
  const trouble = troubleOf(text);
  if (!trouble) return `${text.trim()}\n`;
  const name = isKey ? "the key" : displayPath(pathOf(written ?? usual, workspace), workspace);
  path.error(`${name} ${trouble.problem}`, trouble.hint);
  return "";
}

function readKeyFile(written: string, workspace: Workspace, where: DiagnosticPath): string | undefined {
  const path = pathOf(written, workspace);
  return contentOf(path, keyFile, workspace, { path: where, hint })?.toString();
}

function pathOf(written: string, { root, environment }: Workspace): string {
  const home = environment.HOME ?? homedir();
  return resolve(root, written.replace(/^~(?=\/)/, home));
}

interface Trouble {
  readonly problem: string;
  readonly hint: string;
}

const without = "use a key without one: ssh-keygen -t ed25519 -N '' -f FILE";

function troubleOf(text: string): Trouble | undefined {
  if (/^(ssh-|ecdsa-)\S+ AAAA/.test(text.trim()))
    return { problem: "is a public key", hint: "name the private one, without .pub" };
  if (text.startsWith("PuTTY-User-Key-File"))
    return { problem: "is a key for PuTTY", hint: "convert it: puttygen FILE -O private-openssh -o NEW" };
  const begin = /-----BEGIN ([A-Z ]{0,30}PRIVATE KEY)-----/.exec(text);
  const kind = begin?.[1] ?? "";
  const start = begin ? begin.index + begin[0].length : 0;
  const body = text.slice(start, text.lastIndexOf(`-----END ${kind}-----`));
  if (!begin || text.lastIndexOf(`-----END ${kind}-----`) < start)
    return {
      problem: "is no private key",
      hint: "it begins with -----BEGIN and ends with a line -----END",
    };
  const isLocked =
    kind.startsWith("ENCRYPTED") ||
    /^Proc-Type: 4,ENCRYPTED/m.test(body) ||
    (kind.startsWith("OPENSSH") && cipherOf(body) !== "none");
  return isLocked ? { problem: "is protected by a passphrase", hint: without } : undefined;
}

/**
 * `openssh-key-v1`, a zero byte, then the cipher's name with its length before it: PROTOCOL.key of OpenSSH.
 */
function cipherOf(body: string): string {
  const bytes = Buffer.from(body, "base64");
  const start = "openssh-key-v1\0".length;
  if (bytes.length < start + 4) return "unknown";
  return bytes.toString("latin1", start + 4, start + 4 + bytes.readUInt32BE(start));
}
