import { availableParallelism } from "node:os";
import { actionlintProgram } from "../../setup/steps/actionlint.ts";
import type { Check } from "./check.ts";
import { mochaCheck } from "./mochaCheck.ts";

export const checks: readonly Check[] = [
  { name: "lint", kind: "counted", command: ["biome", "ci", "--error-on-warnings", "."], engine: false },
  { name: "types", kind: "counted", command: ["tsc", "--project", ".", "--noEmit"], engine: false },
  {
    name: "shell",
    kind: "counted",
    command: ["sh", "-c", 'git ls-files "*.sh" | xargs shellcheck'],
    engine: false,
  },
  { name: "workflows", kind: "counted", command: [actionlintProgram(), "-no-color"], engine: false },
  mochaCheck({
    name: "unit",
    files: ["test/unit/**/*.spec.ts"],
    jobs: availableParallelism(),
    engine: false,
  }),
  mochaCheck({
    name: "e2e",
    files: ["test/e2e/**/*.spec.ts"],
    // Tests mostly wait for swarm; a third cluster on two cores makes health checks fail.
    jobs: 2,
    timeout: 600_000,
    engine: true,
  }),
];
