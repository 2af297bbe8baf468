import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "../../components/process/child.mjs";
import { pulumiEnvironment } from "../pulumi/environment.ts";

/** One part of `npm test`. */
export interface Check {
  readonly name: string;
  /** `counted`: exit code 0 is one passed test. `mocha`: each test in mocha's JSON report counts. */
  readonly kind: "counted" | "mocha";
  readonly command: readonly [program: string, ...args: string[]];
  /** Needs the engine, Pulumi and its plugins. */
  readonly engine: boolean;
}

/** The result of one check. */
export interface CheckResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Of each test that mocha ran; none for other checks. */
  readonly times?: readonly TestTime[];
}

/** How long a test took. */
export interface TestTime {
  /** Its full title. */
  readonly test: string;
  readonly milliseconds: number;
}

/** Runs a check and shows its output. */
export async function runCheck(check: Check): Promise<CheckResult> {
  console.log(`\n── ${check.name}: ${check.command.join(" ")}`);
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "swarm-test-"));
  const report = join(folder, "report.json");
  try {
    const code = await run(check, report);
    const counts =
      check.kind === "mocha"
        ? mochaCounts(report, code)
        : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
    return { name: check.name, ...counts, seconds: (performance.now() - started) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run that fails without a failed test (a crash, a syntax error, no test at all) counts as one failure. */
export function countsOf(stats: { passes: number; failures: number } | undefined, code: number) {
  const { passes, failures } = stats ?? { passes: 0, failures: 0 };
  const broken = failures === 0 && (code !== 0 || passes === 0);
  return { passed: passes, failed: broken ? 1 : failures };
}

function mochaCounts(report: string, code: number) {
  try {
    const { stats, times } = JSON.parse(readFileSync(report, "utf8"));
    return { ...countsOf(stats, code), times };
  } catch {
    return countsOf(undefined, code);
  }
}

function run(check: Check, report: string): Promise<number> {
  const [program, ...args] = check.command;
  const reporter =
    check.kind === "mocha"
      ? ["--reporter", "tools/test/reporter.cjs", "--reporter-option", `output=${report}`]
      : [];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args, ...reporter], {
      stdio: "inherit",
      // Only the tools: a test starts where a user does, without state or passphrase.
      env: { ...process.env, PATH: pulumiEnvironment().PATH, FORCE_COLOR: process.env.FORCE_COLOR ?? "0" },
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
