import { writeFileSync } from "node:fs";
import { stackOf } from "../toolchain/callPulumi.ts";
import { markdown } from "./markdown.ts";
import type { MarkdownRequest } from "./options.ts";
import { exitCodes, readPlan, verdict } from "./plan.ts";
import { runPreview } from "./runPreview.ts";

/** Prints what an update would do as markdown; the exit code tells the verdict. */
export async function previewAsMarkdown({ words, output }: MarkdownRequest): Promise<number> {
  const preview = await runPreview(words);
  const plan = readPlan(preview);
  const text = markdown(plan, stackOf(words));
  process.stdout.write(text);
  if (output !== undefined) writeFileSync(output, text);
  return exitCodes[verdict(plan)];
}
