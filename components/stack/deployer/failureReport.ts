import { stripVTControlCharacters } from "node:util";
import { printable } from "../../input/printable.ts";
import type { Memory } from "../judge/memory.ts";
import type { Host } from "./host.ts";

/** What `docker service ps` prints of a task. */
interface TaskLine {
  readonly ID: string;
  readonly Name: string;
  readonly Node: string;
  /** `Failed 2 seconds ago` */
  readonly CurrentState: string;
  readonly Error: string;
}

const widths = [20, 12, 26];
const longest = { line: 200, logLine: 300 };
const most = { tasks: 12, logs: 2, logLines: 20 };

/** Shows the tasks of a service, newest first, and the last log lines of two that failed or are unhealthy. */
export async function reportService(host: Host, name: string, { forgiven }: Memory): Promise<void> {
  const { code, output } = await host.docker(
    ["service", "ps", "--no-trunc", "--format", "{{json .}}", name],
    20,
  );
  const tasks = output.split("\n").filter((line) => line.startsWith("{"));
  if (code !== 0 || tasks.length === 0) return;
  const all = tasks.map((line): TaskLine => JSON.parse(line));
  host.say(`--- tasks of ${name}`);
  for (const task of all.slice(0, most.tasks)) host.say(harmless(shortened(rowOf(task), longest.line)));
  const telling = all.filter(
    ({ ID, CurrentState }) => /^(Failed|Starting|Complete)/.test(CurrentState) && !forgiven.has(ID),
  );
  for (const task of telling.slice(0, most.logs)) await reportLog(host, task);
}

function rowOf({ Name, Node, CurrentState, Error: error }: TaskLine): string {
  const cells = [Name, Node || "-", CurrentState].map(
    (text, index) => `${text.padEnd(widths[index] ?? 0)}  `,
  );
  return `${cells.join("")}${error}`.trimEnd();
}

async function reportLog(host: Host, { ID, Name, Node }: TaskLine): Promise<void> {
  host.say(`--- last log lines of ${Name} on ${Node}`);
  const args = ["service", "logs", "--raw", "--tail", String(most.logLines), ID];
  const { output, messages } = await host.docker(args, 10);
  const lines = `${output}${messages}`.split("\n").filter((line) => line !== "");
  for (const line of lines.slice(-most.logLines)) host.say(harmless(line.slice(0, longest.logLine)));
}

/** What containers and engines wrote could change the user's terminal; colors and tabs are simply removed. */
function harmless(line: string): string {
  return printable(stripVTControlCharacters(line).replaceAll("\t", " "));
}

function shortened(line: string, length: number): string {
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
