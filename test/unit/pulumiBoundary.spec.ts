import assert from "node:assert/strict";
import { PulumiBoundary } from "../support/pulumiBoundary.ts";
import { sourceFiles } from "../support/sourceFiles.ts";

const texts = Object.fromEntries(
  sourceFiles
    .filter(({ fileName }) => fileName.startsWith("components/"))
    .map(({ fileName, text }) => [fileName, text]),
);
const pulumi = 'import * as pulumi from "@pulumi/pulumi";\n';
/** Folders whose files all work without Pulumi. */
const pureFolders = /^components\/(input|process|settings)\//;

describe("a file that loads Pulumi", () => {
  const boundary = new PulumiBoundary(texts);

  it("exports only what creates resources or handles Pulumi's values, and no decision", () => {
    assert.deepEqual(boundary.misplaced, []);
  });

  it("is in no folder that works without Pulumi", () => {
    assert.deepEqual(
      boundary.loading.filter((path) => pureFolders.test(path)),
      [],
    );
  });

  it("is found even if it loads Pulumi through other files", () => {
    const { loading } = boundary;
    for (const name of ["composeStack", "composeStacks"])
      assert.ok(loading.includes(`components/stack/${name}.ts`), name);
    assert.ok(!loading.includes("components/compose/readCompose.ts"));
  });
});

describe("the rule about files that load Pulumi", () => {
  /** What is misplaced once these files are in the program. */
  const planted = (files: Readonly<Record<string, string>>) =>
    new PulumiBoundary({ ...texts, ...files }).misplaced;
  const path = "components/stack/planted.ts";

  it("fails if a file with decisions imports Pulumi, and on all its users", () => {
    const file = "components/compose/load/interpolation.ts";
    const wrong = planted({ [file]: `${pulumi}${texts[file]}` });
    assert.ok(wrong.includes(`${file}: interpolateText`), wrong.join("\n"));
    assert.ok(wrong.includes("components/compose/readCompose.ts: readComposeFile"), wrong.join("\n"));
  });

  const decision = "export function isEven(count: number): boolean { return count % 2 === 0; }\n";
  const machine = 'import type { Machine } from "../machines/machine.ts";\n';
  const cases: Readonly<Record<string, [text: string, misplaced: string[]]>> = {
    "a decision beside an import of Pulumi": [`${pulumi}${decision}`, ["isEven"]],
    "a decision in front of a lazy import": [
      `${decision}export const load = () => import("@pulumi/aws");`,
      ["isEven", "load"],
    ],
    "a decision beside an export of Pulumi's": [
      `${decision}export { secret } from "@pulumi/pulumi";`,
      ["isEven"],
    ],
    "a decision beside an import of a component": [
      `import { ComposeStack } from "./composeStack.ts";\n${decision}export type Stack = ComposeStack;`,
      ["isEven"],
    ],
    "a decision that logs by itself": [
      `${pulumi}export function warn(text: string): void { pulumi.log.warn(text); }`,
      ["warn"],
    ],
    "a function in a constant": [`${pulumi}export const half = (count: number) => count / 2;`, ["half"]],
    "a class of plain values": [
      `${pulumi}export class Counter { private made?: pulumi.Resource; count(): number { return 1; } }`,
      ["Counter"],
    ],
    "a decision of plain values": [decision, []],
    "a type of Pulumi": [`import type * as pulumi from "@pulumi/pulumi";\n${decision}`, []],
    "a component": [`${pulumi}export class Own extends pulumi.ComponentResource {}`, []],
    "a function of an output": [
      `${pulumi}export const length = (text: pulumi.Output<string>) => text.apply(({ length }) => length);`,
      [],
    ],
    "a function of a value that holds outputs": [
      `${pulumi}${machine}export function nameOf(machine: Machine): string { return machine.name; }`,
      [],
    ],
    "a decision that no other file uses": [
      `${pulumi}${decision.replace("export ", "")}export const count = 2;`,
      [],
    ],
  };
  for (const [name, [text, misplaced]] of Object.entries(cases))
    it(`${misplaced.length > 0 ? "fails on" : "allows"} ${name}`, () => {
      assert.deepEqual(
        planted({ [path]: text }),
        misplaced.map((one) => `${path}: ${one}`),
      );
    });
});
