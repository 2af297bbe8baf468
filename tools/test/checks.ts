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

/** End-to-end tests mostly wait. */
const longest = [
  "test/e2e/growth.spec.ts",
  "test/e2e/deployments.spec.ts",
  "test/e2e/hosts.spec.ts",
  "test/e2e/lifecycle.spec.ts",
  "test/e2e/drift.spec.ts",
  "test/e2e/retention.spec.ts",
  "test/e2e/secrets.spec.ts",
  "test/e2e/rollout.spec.ts",
];

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
    // The longest first, so that the processes end at the same time.
    files: [...longest, "test/e2e/**/*.spec.ts"],
    timeout: 600_000,
    jobs: 3,
    engine: true,
  }),
];
