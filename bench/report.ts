import { markdownTable } from "../tools/report/table.ts";
import type { Figure, Rounds } from "./figures.ts";
import type { LargeFigure } from "./largeCluster.ts";
import type { Memory } from "./memoryWatch.ts";
import { goals, type Times, type Verb } from "./verbs.ts";

export interface Report {
  readonly figures: readonly Figure[];
  readonly rounds: Rounds;
  readonly memory: Memory | undefined;
  readonly timeline: string;
  readonly large: readonly LargeFigure[];
  /** About the machine and the measurement. */
  readonly facts: readonly (readonly string[])[];
}

const heading = ["verb", "product", "floor", "empty program", "ratio", "goal", "met"];

export const largeHeading = ["large clusters", "measured", "wanted"];

/** Heading and rows of a table for the terminal or Markdown. */
export function rowsOf(figures: readonly Figure[]): string[][] {
  return [heading, ...figures.map(rowOf)];
}

function rowOf({ goal, product, floor, empty, ratio, met }: Figure): string[] {
  const answer = met === undefined ? "not measured" : met ? "yes" : "no";
  if (goal.row === "memory")
    return [goal.title, megabytes(product), "", "", "", `≤ ${goal.highest} MB`, answer];
  return [
    goal.title,
    seconds(product),
    seconds(floor),
    seconds(empty),
    ratio === undefined ? "" : ratio.toFixed(2),
    `≤ ${goal.highest}`,
    answer,
  ];
}

function seconds(value: number | undefined): string {
  return value === undefined ? "" : `${value.toFixed(2)} s`;
}

function megabytes(value: number | undefined): string {
  return value === undefined ? "" : `${Math.round(value)} MB`;
}

/** Every single time, to show the spread behind the medians. */
function singleTimes({ product, floor, empty }: Rounds): string[][] {
  const verbs = goals.map(({ row }) => row).filter((row): row is Verb => row !== "memory");
  const cell = (times: readonly Times[], verb: Verb) =>
    times.flatMap((time) => time[verb]?.toFixed(2) ?? []).join(" ");
  return [
    ["verb", "product", "floor", "empty program"],
    ...verbs.map((verb) => [verb, cell(product, verb), cell(floor, verb), cell(empty, verb)]),
  ];
}

export function memoryLine(memory: Memory | undefined): string {
  const parts = Object.entries(memory ?? {}).sort(([, a], [, b]) => b - a);
  return parts.map(([name, size]) => `${name} ${Math.round(size)}`).join(", ");
}

/** The content of bench/results.md. */
export function markdown({ figures, rounds, memory, timeline, large, facts }: Report): string {
  return `# Measurements

Written by \`npm run bench\`. Seconds are medians; ratio = product / (floor + empty program).

${markdownTable(rowsOf(figures))}

- **product**: \`pulumi up --yes --skip-preview\` (or \`destroy\`) with the project's own Pulumi and Node, and a
  refresh only if it would find something, as in the npm commands; from its start to its end, for the first line
  until the endpoint has answered 200. One manager, two workers, the example.
- **floor**: the same result by hand, with docker and ssh alone, everything at once that can be (\`bench/floor\`).
- **empty program**: the same verb on a program without resources, with \`refresh: always\` (\`bench/empty\`).
- All three take turns, in the same run. Nothing is measured with an empty build cache: one round before
  the others fills it, and follows the memory.
- Peak memory is the sum over pulumi, the language host, Node, the plugins and what they start (docker buildx),
  each with its part of shared pages, ten times a second, over all verbs${memory ? `. At the peak, in MB: ${memoryLine(memory)}` : ""}.

${markdownTable([largeHeading, ...large])}

## Where and when

${markdownTable([["", ""], ...facts])}

## Every time, in seconds

${markdownTable(singleTimes(rounds))}

## Where the time of the first \`up\` goes

\`\`\`
${timeline}
\`\`\`
`;
}
