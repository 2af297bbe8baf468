import { availableParallelism } from "node:os";
import { actionlintProgram } from "../../setup/steps/actionlint.ts";
import { mochaCheck } from "./mochaCheck.ts";

/** One part of `npm test`. */
export interface Check {
  readonly name: string;
  /** `counted`: exit code 0 is one passed test. `mocha`: each test in mocha's JSON report counts. */
  readonly kind: "counted" | "mocha";
  readonly command: readonly [program: string, ...words: string[]];
  /** Needs the engine, Pulumi and its plugins. */
  readonly engine: boolean;
}

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
