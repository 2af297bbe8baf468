import { quote } from "../../../components/steps/shell.ts";
import { takeOption } from "../../arguments.ts";
import type { Danger } from "./dangers.ts";

const flag = "--allow-danger";

/** Takes each `--allow-danger NAME` out of the arguments; the rest keeps its order. */
export function takeAllowedDangers(args: readonly string[]): { allowed: string[]; rest: string[] } {
  const allowed: string[] = [];
  let left = takeOption(args, flag);
  while (left.isGiven) {
    const { value = "" } = left;
    if (value === "" || value.startsWith("-"))
      throw new Error(`${flag}: names nothing\n  → write for example ${flag} manager-2`);
    allowed.push(value);
    left = takeOption(left.rest, flag);
  }
  return { allowed, rest: left.rest };
}

/** Why an update stops. */
export function refusal(stack: string, dangers: readonly Danger[]): string {
  return [
    `stack ${stack}: this update would lose data or an address, so nothing was changed`,
    ...dangers.map(line),
    `  → if you want that, run the command again with ${flagsFor(dangers)}`,
  ].join("\n");
}

/** The same for a preview. */
export function warning(stack: string, dangers: readonly Danger[]): string {
  return [
    `stack ${stack}: an update would lose data or an address, so npm run up stops before it`,
    ...dangers.map(line),
    `  → if you want that: npm run up -- --stack ${quote(stack)} ${flagsFor(dangers)}`,
  ].join("\n");
}

function line({ name, sentence }: Danger): string {
  return `  ${name}: ${sentence}`;
}

function flagsFor(dangers: readonly Danger[]): string {
  const names = [...new Set(dangers.map(({ name }) => name))];
  return names.map((name) => `${flag} ${quote(name)}`).join(" ");
}

/** What the user allows, and warnings for names that match no danger: they may be misspelt. */
export function allowances(dangers: readonly Danger[], allowed: readonly string[]): string[] {
  const isKnown = (name: string) => dangers.some((danger) => danger.name === name);
  return [
    ...dangers.map(({ name, sentence }) => `allowed: ${name}: ${sentence}`),
    ...allowed.filter((name) => !isKnown(name)).map((name) => `${flag} ${name}: no danger has this name`),
  ];
}
