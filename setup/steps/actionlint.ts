import { join } from "node:path";
import { writeAtomically } from "../atomicWrite.ts";
import { buildGo, moduleFolder } from "../go/build.ts";
import { hashOfFolder } from "../installReceipt.ts";
import { findOnPath, isProgram, versionOf } from "../program.ts";
import { stateFolder } from "../project.ts";
import type { Step } from "../step.ts";

const module = "actionlint";

/** The program on PATH, or our own build; the path of a build changes with its go.mod. */
export function actionlintProgram(): string {
  const own = join(stateFolder(), "tools", `actionlint-${hashOfFolder(moduleFolder(module))}`, "actionlint");
  return findOnPath("actionlint") ?? own;
}

/** Checks GitHub's workflows as GitHub does. */
export const actionlint: Step = {
  name: "actionlint",
  why: "npm test checks the workflows",
  async find() {
    const program = actionlintProgram();
    if (!isProgram(program)) return undefined;
    const origin = program.startsWith(stateFolder()) ? "built here" : "already there";
    return { where: program, origin, version: () => versionOf(program, "-version") };
  },
  async obtain(work) {
    const program = { module, package: "github.com/rhysd/actionlint/cmd/actionlint" };
    await writeAtomically(actionlintProgram(), (draft) => buildGo(work, program, draft));
  },
};
