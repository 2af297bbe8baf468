import { writeFileSync } from "node:fs";
import { stackOf } from "../../pulumi/call.ts";
import type { EnginePreview } from "../../pulumi/preview.ts";
import { runPreview } from "../../pulumi/runPreview.ts";
import { targetOf } from "../../pulumi/targetOf.ts";
import { costMarkdown } from "../cost/costText.ts";
import { noteOfCost, pricesOf } from "../cost/stackCost.ts";
import { plain } from "../markdownText.ts";
import { liveHolders } from "./liveHolders.ts";
import { markdown } from "./markdown.ts";
import type { MarkdownRequest } from "./options.ts";
import { exitCodes, type Plan, readPlan, verdict } from "./plan.ts";

/** Prints what an update would do as Markdown; the exit code is the verdict. */
export async function previewAsMarkdown({ args, output }: MarkdownRequest): Promise<number> {
  const preview = await runPreview(args);
  const stack = stackOf(args);
  const plan = readPlan(preview, await liveHolders(stack, preview));
  const text = markdown(plan, stack, await costSection(preview, plan, stack));
  process.stdout.write(text);
  if (output !== undefined) writeFileSync(output, text);
  return exitCodes[verdict(plan)];
}

/** Empty if the target has no prices. */
async function costSection(preview: EnginePreview, plan: Plan, stack: string): Promise<string> {
  const prices = await pricesOf(targetOf(stack));
  if (!prices || plan.problems.length > 0) return "";
  const cost = await noteOfCost(preview, prices);
  return typeof cost === "string" ? `**Monthly cost** ${plain(cost)}` : costMarkdown(cost, prices);
}
