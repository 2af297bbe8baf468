import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../../../setup/project.ts";
import { withPulumi } from "../../../support/fakePulumi.ts";

/** The commands that hand what they do not know to Pulumi or docker. */
const handingOn = ["destroy", "docker", "pulumi", "start"];
/** Names in package.json that differ from the file's. */
const scripts: Readonly<Record<string, string>> = {
  testaws: "test:aws",
  testfaults: "test:faults",
  testvms: "test:vms",
};
const folder = join(projectRoot, "tools", "commands");
const commands = readdirSync(folder).map((file) => file.slice(0, -".ts".length));

const run = async (command: string, ...args: string[]): Promise<number> =>
  (await import(join(folder, `${command}.ts`))).main(args);

const refused = (script: string, problem: string) => ({
  message: `npm run ${script}: ${problem}\n  → npm run ${script} -- --help`,
  exitCode: 2,
});

describe("every command", () => {
  it("passes unknown options on, if it is listed here", () => {
    assert.deepEqual(
      handingOn.filter((command) => !commands.includes(command)),
      [],
    );
    assert.ok(commands.length > 15, String(commands));
  });

  for (const command of commands.filter((name) => !handingOn.includes(name))) {
    const script = scripts[command] ?? command;
    it(`refuses an unknown option: npm run ${script}`, async () => {
      const quoted = command === "ssh" ? '"--bogus"' : "'--bogus'";
      await assert.rejects(run(command, "--bogus"), refused(script, `unknown option ${quoted}`));
    });
  }

  it("refuses other options: npm run destroy -- --cluster", async () => {
    const other = ["--stack", "shop", "--cluster", "0".repeat(20), "--target", "urn"];
    await assert.rejects(
      withPulumi(`echo "error: no stack named 'shop' found" >&2; exit 6`, () => run("destroy", ...other)),
      refused("destroy", 'unknown argument "--target" with --cluster'),
    );
    await assert.rejects(
      run("destroy", "--stack", "dev", "-s", "prod"),
      refused("destroy", "--stack appears twice"),
    );
  });
});
