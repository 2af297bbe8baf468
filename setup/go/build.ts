import { join } from "node:path";
import { projectRoot } from "../project.ts";
import type { Work } from "../step.ts";
import { callTool, ToolCallFailed } from "../toolCall.ts";

const oldestGo = [1, 26];

/** A Go program whose module is in one of our folders. */
export interface GoProgram {
  /** The folder of its go.mod, beside this file. */
  readonly module: string;
  readonly package: string;
  /** Values that the linker assigns to variables. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly tags?: string;
}

export function moduleFolder(module: string): string {
  return join(import.meta.dirname, module);
}

/** Builds a Go program from modules. Go caches what it has built, so an interrupted build resumes. */
export async function buildGo(work: Work, program: GoProgram, output: string): Promise<void> {
  await requireGo(work);
  const variables = Object.entries(program.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const args = ["build", "-v", "-ldflags", ["-s", "-w", ...variables].join(" "), "-o", output];
  const tags = program.tags ? ["-tags", program.tags] : [];
  let compiled = 0;
  await callTool(work, "go", [...args, ...tags, program.package], {
    cwd: moduleFolder(program.module),
    environment: goEnvironment(),
    onLine: (line) => {
      const download = line.startsWith("go: downloading");
      if (!download) compiled += 1;
      work.progress.note(download ? line.slice("go: ".length) : `${compiled} packages compiled, now ${line}`);
    },
  });
}

export function goEnvironment(): Record<string, string> {
  return {
    CGO_ENABLED: "0",
    GOWORK: "off",
    GOFLAGS: [process.env.GOFLAGS ?? "", "-buildvcs=false"].join(" ").trim(),
  };
}

async function requireGo(work: Work): Promise<void> {
  const hint = `install Go ${oldestGo.join(".")} or newer (https://go.dev/dl or your package manager), then run again`;
  const options = { cwd: projectRoot, environment: goEnvironment() };
  const answer = await callTool(work, "go", ["version"], options).catch((error) => {
    if (!(error instanceof ToolCallFailed)) throw error;
    throw new Error(`the official download cannot be reached, and there is no Go to build with\n  → ${hint}`);
  });
  const [, major, minor] = answer.match(/go(\d+)\.(\d+)/) ?? [];
  // Go 1.21 and later download the Go that a module requires, unless GOTOOLCHAIN is `local`.
  const fetches =
    Number(minor) >= 21 && (await callTool(work, "go", ["env", "GOTOOLCHAIN"], options)) !== "local";
  if (Number(major) > 1 || Number(minor) >= (oldestGo[1] ?? 0) || fetches) return;
  throw new Error(`Go ${major}.${minor} is too old to build with\n  → ${hint}`);
}
