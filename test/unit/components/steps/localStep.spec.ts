import assert from "node:assert/strict";
import fc from "fast-check";
import { childEnvironment, variablesOf } from "../../../../components/process/childEnvironment.mjs";
import { type LocalStepArgs, localStep } from "../../../../components/steps/localStep.ts";
import { record } from "../../../support/recordedProgram.ts";
import { run } from "../../../support/run.ts";

/** What the plugin runs for a command. */
async function interpreter(program?: LocalStepArgs["program"]): Promise<string[]> {
  const { recording } = await record(() =>
    localStep("step", { create: "make", ...(program ? { program } : {}) }, {}),
  );
  const { inputs } = recording.find("Command step");
  assert.deepEqual(Object.keys(inputs).sort(), ["addPreviousOutputInEnv", "create", "interpreter"]);
  return inputs.interpreter as string[];
}

describe("localStep", () => {
  let program: string;
  let args: string[];
  before(async () => {
    const [first = "", ...rest] = await interpreter();
    [program, args] = [first, rest];
  });

  it("runs its command with stdin, arguments and exit code unchanged", async () => {
    const command = `cat; printf '%s|' "it's" '$HOME' "a b"; exit 7`;
    const { code, stdout } = await run(program, [...args, command], { input: "line\n" });
    assert.deepEqual([code, stdout], [7, "line\nit's|$HOME|a b|"]);
  });

  it("passes on the variables of each program, as all other child processes get them", async () => {
    const all = ["sh", "node", "aws", "go", "ssh"].flatMap(variablesOf);
    const env = Object.fromEntries(
      [...all, "PULUMI_CONFIG_PASSPHRASE", "GOOGLE_TOKEN"].map((name) => [name.replace("*", "1"), "value"]),
    );
    const known = { ...env, PATH: process.env.PATH ?? "" };
    for (const name of ["sh", "node", "aws"] as const) {
      const [shell = "", ...args] = await interpreter(name);
      const { stdout } = await run(shell, [...args, "env"], { env: known });
      const seen = stdout.split("\n").flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
      const own = seen.filter((one) => !["PWD", "OLDPWD", "SHLVL", "_"].includes(one));
      assert.deepEqual(own.sort(), Object.keys(childEnvironment(name, {}, known)).sort(), name);
    }
  });

  it("passes on only docker's variables, whatever the environment has", async () => {
    const name = fc.oneof(
      fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/),
      fc.constantFrom(
        "DOCKER_HOST",
        "PULUMI_CONFIG_PASSPHRASE",
        "AWS_SESSION_TOKEN",
        "name",
        "pattern",
        "kept",
      ),
    );
    // The shell itself sets or takes these.
    const free = name.filter(
      (one) => !["_", "PWD", "OLDPWD", "SHLVL", "IFS", "PATH", "PPID", "ENV", "OPTIND"].includes(one),
    );
    const value = fc
      .oneof(fc.string(), fc.constantFrom("a\nPATH=/nowhere", "$(id)", "'", "*"))
      .map((text) => text.replaceAll("\0", ""));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(free, value, { maxKeys: 12 }), async (more) => {
        const env = { ...more, PATH: process.env.PATH ?? "" };
        const show = `${JSON.stringify(process.execPath)} -p 'JSON.stringify(process.env)'`;
        const { code, stdout, stderr } = await run(program, [...args, show], { env });
        assert.deepEqual([code, stderr], [0, ""]);
        const { PWD: _here, OLDPWD: _before, SHLVL: _depth, _: _last, ...seen } = JSON.parse(stdout);
        assert.deepEqual(seen, childEnvironment("docker", {}, env));
      }),
      { numRuns: 40 },
    );
  });
});
