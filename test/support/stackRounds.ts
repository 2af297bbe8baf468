import { spawn } from "node:child_process";
import { planDeployment } from "../../components/stack/deployment.ts";
import { payloadOf } from "../../components/steps/payload.ts";
import { payloadFunctions, stepScript } from "../../components/steps/script.ts";
import { modelOf } from "./composeModel.ts";
import { docker } from "./engine.ts";
import { cluster } from "./fakeHost.ts";
import { scriptFile } from "./scripts.ts";

/** What ended the rounds too early; undefined if all went well. */
export type Trouble = string | undefined;

/**
 * Deploys a compose file as the stack `again` and removes it, again and again, with the components' scripts.
 */
export async function deployAndRemove(machine: string, compose: string, rounds: number): Promise<Trouble> {
  const { args, records } = planDeployment(modelOf(compose), {}, "key", cluster);
  const parts = ["objects", "judge", "report", "rollback", "deploy"].map(
    (part) => `stack/scripts/${part}.sh`,
  );
  path(machine, "deploy", ["live/scripts/deployed.sh", ...parts]);
  path(machine, "remove", ["stack/scripts/remove.sh"]);
  for (let round = 1; round <= rounds; round++)
    for (const [script, input, ...call] of [
      ["deploy", payloadOf(records), "again", "60", ...args.split(" ")],
      ["remove", "", "again"],
    ] as [string, string, ...string[]][]) {
      const { code, output } = await execute(
        machine,
        input,
        "sh",
        `/tmp/${script}.sh`,
        "any",
        cluster,
        "",
        ...call,
      );
      if (code !== 0) return `round ${round}, ${script}: ${output}`;
    }
  return undefined;
}

function path(machine: string, name: string, parts: readonly string[]): void {
  const text = stepScript(payloadFunctions, ...parts.map((part) => scriptFile(part)));
  const encoded = Buffer.from(text).toString("base64");
  docker("exec", machine, "sh", "-c", `echo ${encoded} | base64 -d >/tmp/${name}.sh`);
}

function execute(
  machine: string,
  input: string,
  ...args: string[]
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("docker", ["exec", "--interactive", machine, ...args], { stdio: "pipe" });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece) => {
        output += piece;
      });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
    child.stdin.on("error", () => undefined).end(input);
  });
}
