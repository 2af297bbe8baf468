import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";

/** Where each secret was seen, as `name of the secret in source`; must be empty. */
export function seen(
  args: Readonly<Record<string, string>>,
  places: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(places).flatMap(([path, text]) =>
    Object.entries(args)
      .filter(([, word]) => text.includes(word))
      .map(([name]) => `${name} in ${path}`),
  );
}

/** Every file below a folder by path; compressed ones as they were before, as far as a killed program wrote them. */
export function filesBelow(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
      const text = isCompressed ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
      return [path, text.toString("latin1")];
    }),
  );
}
