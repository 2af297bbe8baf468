import { code, codeBlock, folded, plain } from "../markdownText.ts";
import { markdownTable } from "../table.ts";
import type { Danger } from "./dangers.ts";
import type { NodeChange } from "./nodeChanges.ts";
import { type Plan, type ResourceChange, verdict } from "./plan.ts";
import type { Difference, ServiceChange } from "./serviceChanges.ts";

/** Bytes; GitHub accepts 65,536 characters. */
const longestComment = 65_000;
const longestProblems = 20_000;

/**
 * A plan as one comment on a pull request.
 *
 * @param stack Pulumi stack; the hidden first line names it, so that its comment can be found again
 * @param cost Markdown; empty if there is nothing to say
 */
export function markdown(plan: Plan, stack: string, cost = ""): string {
  const result = verdict(plan);
  const head = `${marker(stack)}\n### Preview of ${code(stack)}: ${result}`;
  const sections = [
    problemSection(plan.problems),
    dangerSection(plan.dangers),
    result === "no change" ? "Everything is as the settings say." : "",
    nodeSection(plan.nodes),
    serviceSection(plan.services),
    deploySection(plan),
    goneSection(plan.gone),
    warningSection(plan.warnings),
    madeSection(plan.made),
    plan.internal > 0 ? `and ${plan.internal} internal ${plan.internal === 1 ? "step" : "steps"}` : "",
    cost,
  ].filter((section) => section !== "");
  return `${fitting([head, ...sections], stack).join("\n\n")}\n`;
}

/** The first line of the comment, unique for each stack. Two hyphens could end the HTML comment early. */
export function marker(stack: string): string {
  const name = stack.replace(/[^\w./-]/g, "_").replaceAll("--", "-%2D");
  return `<!-- swarm preview of ${name} -->`;
}

function fitting(sections: readonly string[], stack: string): string[] {
  const rest = `The rest is too long for a comment; \`npm run preview -- --stack\` ${code(stack)} shows it.`;
  const fit: string[] = [];
  let room = longestComment - Buffer.byteLength(rest);
  for (const section of sections) {
    room -= Buffer.byteLength(section) + 2;
    if (room < 0) return [...fit, rest];
    fit.push(section);
  }
  return fit;
}

function problemSection(problems: readonly string[]): string {
  if (problems.length === 0) return "";
  return `The preview needs this fixed first:\n\n${codeBlock(problems.join("\n"), longestProblems)}`;
}

function warningSection(warnings: readonly string[]): string {
  if (warnings.length === 0) return "";
  return `**Warnings**\n\n${codeBlock(warnings.join("\n"), longestProblems)}`;
}

function dangerSection(dangers: readonly Danger[]): string {
  if (dangers.length === 0) return "";
  const lines = dangers.slice(0, 40).map(({ name, sentence }) => `> - ${code(name)}: ${plain(sentence)}`);
  const flag = code("--allow-danger NAME");
  return [
    "> [!CAUTION]",
    ...lines,
    ">",
    `> ${code("npm run up")} stops before each of these unless ${flag} names it.`,
  ].join("\n");
}

function nodeSection(nodes: readonly NodeChange[]): string {
  if (nodes.length === 0) return "";
  const rows = nodes.map(({ name, role, pool, type, change, why }) => [
    code(name),
    role === "manager" || pool === "worker" ? role : `${role}, pool ${code(pool)}`,
    code(type),
    why.length > 0 ? `${change}: ${why.map(code).join(", ")}` : change,
  ]);
  const typed = nodes.some(({ type }) => type !== "");
  const columns = (cells: string[]) => (typed ? cells : cells.filter((_, index) => index !== 2));
  return `**Nodes**\n\n${shortTable([["Node", "Role", "Type", "Change"], ...rows].map(columns))}`;
}

function serviceSection(services: readonly ServiceChange[]): string {
  if (services.length === 0) return "";
  const rows = services.flatMap(({ stack, service, change, differences }) => {
    const name = code(`${stack}_${service}`);
    if (change === "removed") return [[name, "removed", ""]];
    if (change === "added") return [[name, "added", differences.map(newValue).filter(Boolean).join(", ")]];
    return differences.map((difference) => [name, difference.what, differenceText(difference)]);
  });
  return `**Services**\n\n${shortTable([["Service", "What", "Change"], ...rows])}`;
}

function newValue({ what, after = "" }: Difference): string {
  if (after === "") return "";
  return what === "replicas" ? after : `${what} ${code(after)}`;
}

function differenceText({ before, after, added = [], changed = [], removed = [] }: Difference): string {
  if (before !== undefined && after !== undefined) return `${code(before)} → ${code(after)}`;
  const list = (names: readonly string[], word: string) => names.map((name) => `${code(name)} ${word}`);
  return [...list(added, "added"), ...list(changed, "changed"), ...list(removed, "removed")].join(", ");
}

/** A changed service implies its deployment, so the deployment is not listed. */
function deploySection({ deployed, services }: Plan): string {
  const silent = deployed.filter((name) => services.every(({ stack }) => stack !== name));
  if (silent.length === 0) return "";
  return `${silent.map(code).join(", ")}: deployed again, and waited for, with the same services.`;
}

function goneSection(gone: readonly ResourceChange[]): string {
  if (gone.length === 0) return "";
  const rows = gone.map(({ op, kind, name, why }) => [
    `${kind} ${code(name)}`,
    op === "replace" ? "replaced" : "deleted",
    why.map(code).join(", "),
  ]);
  return `**Replaced or deleted**\n\n${shortTable([["Resource", "Change", "Why"], ...rows])}`;
}

function madeSection(made: readonly ResourceChange[]): string {
  if (made.length === 0) return "";
  const rows = made.map(({ op, kind, name, why }) => [
    `${kind} ${code(name)}`,
    op === "create" ? "created" : "updated",
    why.map(code).join(", "),
  ]);
  const count = made.length === 1 ? "1 more resource is" : `${made.length} more resources are`;
  return folded(`${count} created or updated`, shortTable([["Resource", "Change", "What"], ...rows]));
}

/** A comment has limited room. */
function shortTable(rows: readonly (readonly string[])[]): string {
  return markdownTable(rows, 60);
}
