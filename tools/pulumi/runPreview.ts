import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PrivateFolder } from "../../components/process/privateFolder.ts";
import { callPulumi } from "./call.ts";
import type { EnginePreview } from "./preview.ts";

/**
 * The output of `pulumi preview --json`; a run that ends before any JSON becomes a preview with one error.
 *
 * @param args `preview` and its arguments
 */
export async function runPreview(args: readonly string[]): Promise<EnginePreview> {
  using folder = new PrivateFolder("preview");
  const [output, errors] = [join(folder.path, "output"), join(folder.path, "errors")];
  const streams = [output, errors].map((file) => openSync(file, "w", 0o600));
  try {
    // Pulumi writes to the files directly, so this process need not read meanwhile.
    const all = [...args, "--json", "--show-sames", "--non-interactive"];
    const code = await callPulumi(all, undefined, { stdio: ["ignore", ...streams] });
    return readPreview(readFileSync(output, "utf8"), readFileSync(errors, "utf8"), code);
  } finally {
    for (const stream of streams) closeSync(stream);
  }
}

/** @param errors what Pulumi printed besides its JSON */
export function readPreview(output: string, errors: string, code: number): EnginePreview {
  const failed = (preview: EnginePreview): EnginePreview => ({
    ...preview,
    diagnostics: [
      ...(preview.diagnostics ?? []),
      { severity: "error", message: errors.trim() || `pulumi preview ended with ${code}` },
    ],
  });
  let preview: EnginePreview;
  try {
    preview = JSON.parse(output);
  } catch {
    return failed({});
  }
  const isReported = (preview.diagnostics ?? []).some(({ severity }) => severity === "error");
  return code === 0 || isReported ? preview : failed(preview);
}
