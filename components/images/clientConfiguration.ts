import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isMapping } from "../input/mapping.ts";
import { settingsFile, textAt } from "../input/userFile.ts";
import { inMemory, PrivateFolder } from "../process/privateFolder.ts";
import { snapFolder } from "../process/snapFolder.ts";

/** By host; `docker.io` means Docker Hub. */
export type Logins = Readonly<Record<string, { readonly username: string; readonly password: string }>>;

/**
 * A temporary docker client configuration: the user's own, with more logins.
 *
 * Kept in memory if possible.
 */
export class ClientConfiguration {
  /** Value for `DOCKER_CONFIG`. */
  readonly path: string;
  readonly #folder: PrivateFolder;

  constructor(logins: Logins) {
    this.#folder = new PrivateFolder("docker", snapFolder() ?? inMemory());
    this.path = this.#folder.path;
    const own = process.env.DOCKER_CONFIG || join(homedir(), ".docker");
    // The folder also holds plugins and contexts.
    const entries = existsSync(own) ? readdirSync(own) : [];
    for (const entry of entries.filter((entry) => entry !== "config.json"))
      symlinkSync(join(own, entry), join(this.path, entry));
    const file = join(own, "config.json");
    const written = configurationIn(textAt(file, settingsFile) ?? "{}", file);
    writeFileSync(join(this.path, "config.json"), JSON.stringify(withLogins(written, logins)), {
      mode: 0o600,
    });
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

interface Configuration {
  readonly auths?: Readonly<Record<string, unknown>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
}

/** @throws if the text is not a docker client configuration */
export function configurationIn(text: string, file: string): Configuration {
  const content = jsonIn(text);
  if (isMapping(content)) return content;
  throw new Error(`${file} is not a JSON object\n  → repair it, or remove it and run docker login again`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The entries that `docker login` writes. */
function loginEntries(logins: Logins) {
  return Object.entries(logins).map(([host, { username, password }]) => {
    const auth = Buffer.from(`${username}:${password}`).toString("base64");
    return [host === "docker.io" ? "https://index.docker.io/v1/" : host, { auth }] as const;
  });
}

/** A configuration with this login alone, as JSON; without a user name one without logins. */
export function loginAlone(address: string, username: string, password: string): string {
  if (!username) return "{}";
  return JSON.stringify({ auths: Object.fromEntries(loginEntries({ [address]: { username, password } })) });
}

/** Adds logins that take precedence over all others. */
export function withLogins(written: Configuration, logins: Logins): Configuration {
  const entries = loginEntries(logins);
  if (entries.length === 0) return written;
  // Docker would ask the user's credential helper first; an empty name disables it for the host.
  const helpers = entries.map(([host]) => [host, ""]);
  return {
    ...written,
    auths: { ...written.auths, ...Object.fromEntries(entries) },
    credHelpers: { ...written.credHelpers, ...Object.fromEntries(helpers) },
  };
}
