import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../../../setup/project.ts";
import { cliFolder } from "../../../../setup/pulumiHome.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

const type = "command:remote:Command";
const urn = `urn:pulumi:unit::swarm::swarm:index:ComposeStack$${type}::shop-stack`;
const state = { type, inputs: {}, outputs: {} };
const event = (op: string, more: object) =>
  JSON.stringify({ resOutputsEvent: { metadata: { op, urn, type, ...more } } });
const end = JSON.stringify({ summaryEvent: {} });
const removed = `${event("delete", { old: state })}\n${end}\n`;
const same = `${event("same", { old: state, new: state })}\n${end}\n`;
const made = `${event("create", { new: state })}\n${end}\n`;

/** Takes notes of its calls; a preview leaves the events of the test. */
const pulumi = `#!/bin/sh
file=; verb=$1
for word; do [ "$last" != --event-log ] || file=$word; last=$word; done
printf '%s\\n' "$*" | sed "s| --event-log [^ ]*||" >>"$NOTES/calls"
echo "output of $verb"
if [ "$verb" = preview ]; then cp "$NOTES/events" "$file"; exit "$(cat "$NOTES/code")"; fi
`;

interface Given {
  /** With which the preview ends. */
  readonly code: number;
  /** On a terminal; without it there is none. */
  readonly typed: string;
}

/** Runs `up` on a state that is somewhere else. */
async function up(events: string, args: string, { code = 0, typed }: Partial<Given> = {}) {
  using folder = new Folder().write({ events, code: String(code), calls: "" });
  const path = cliFolder({ PULUMI_HOME: folder.path }).slice(folder.path.length + 1);
  folder.write({ [`${path}/pulumi`]: pulumi }, 0o755);
  const module = pathToFileURL(`${projectRoot}/tools/update/update.ts`).href;
  folder.write({
    "up.mjs": `import { updateAfterPreview } from "${module}"; process.exitCode = await updateAfterPreview(process.argv.slice(2));`,
  });
  const env = {
    ...process.env,
    PULUMI_HOME: folder.path,
    PULUMI_BACKEND_URL: pathToFileURL(folder.at("state")).href,
    NOTES: folder.path,
  };
  const given = ["up", "--stack", "unit", ...args.split(" ").filter(Boolean)];
  const command = [process.execPath, folder.at("up.mjs"), ...given];
  const [program = "", ...rest] = typed === undefined ? command : onTerminal(command);
  const outcome = await run(program, rest, { env, ...(typed === undefined ? {} : { input: typed }) });
  return { ...outcome, calls: folder.read("calls").split("\n").slice(0, -1) };
}

function onTerminal(command: readonly string[]): string[] {
  const quoted = command.map((word) => `'${word}'`).join(" ");
  return process.platform === "linux"
    ? ["script", "--quiet", "--return", "--command", quoted, "/dev/null"]
    : ["script", "-q", "/dev/null", ...command];
}

describe("updateAfterPreview", () => {
  it("stops before a danger, and says how to continue", async () => {
    const { code, stderr, calls } = await up(removed, "--yes --skip-preview");
    assert.deepEqual([code, calls], [3, ["preview --stack unit"]]);
    assert.equal(
      stderr,
      `
stack unit: this update would lose data or an address, so nothing was changed
  shop: The stack shop is removed with all its services; its volumes stay on the nodes.
  → if you want that, run the command again with --allow-danger shop
`,
    );
  });

  it("continues if --allow-danger names the danger, and says so", async () => {
    const { code, stderr, calls } = await up(removed, "--allow-danger shop");
    assert.deepEqual([code, calls], [0, ["preview --stack unit", "up --stack unit --yes --skip-preview"]]);
    assert.equal(
      stderr,
      "allowed: shop: The stack shop is removed with all its services; its volumes stay on the nodes.\n",
    );
  });

  it("accepts no other name for it", async () => {
    for (const name of ["sho", "shop-stack", "*"]) {
      const { code, calls } = await up(removed, `--allow-danger ${name}`);
      assert.deepEqual([code, calls], [3, ["preview --stack unit"]]);
    }
  });

  it("runs one preview and the update if there is no danger", async () => {
    const { code, stderr, calls } = await up(made, "");
    assert.deepEqual(
      [code, stderr, calls],
      [0, "", ["preview --stack unit", "up --stack unit --yes --skip-preview"]],
    );
  });

  it("ends after the preview if there is nothing to update", async () => {
    const { code, stdout, calls } = await up(same, "--yes --skip-preview");
    assert.deepEqual([code, calls], [0, ["preview --stack unit"]]);
    assert.equal(
      stdout,
      "output of preview\n\nStack unit is as the settings say: there is nothing to update\n",
    );
  });

  it("ends if the preview fails", async () => {
    const { code, calls } = await up(made, "--yes", { code: 7 });
    assert.deepEqual([code, calls], [7, ["preview --stack unit"]]);
  });

  it("prints only Pulumi's JSON with --json", async () => {
    const { code, stdout, calls } = await up(same, "--json --yes");
    assert.deepEqual([code, stdout], [0, "output of up\n"]);
    assert.deepEqual(calls, ["preview --stack unit", "up --stack unit --json --yes --skip-preview"]);
    assert.deepEqual((await up(removed, "--json --yes")).stdout, "");
  });

  it("previews nothing for Pulumi's help", async () => {
    assert.deepEqual((await up(removed, "--help")).calls, ["up --stack unit --help"]);
  });

  it("asks on a terminal after showing the allowed danger", async () => {
    const yes = await up(removed, "--allow-danger shop", { typed: "yes\n" });
    assert.equal(yes.code, 0, yes.stdout);
    assert.deepEqual(yes.calls, ["preview --stack unit", "up --stack unit --yes --skip-preview"]);
    assert.match(
      yes.stdout,
      /output of preview.*allowed: shop: The stack shop is removed.*Do you want to perform this update\?.*output of up/s,
    );
  });

  it("changes nothing on a terminal for any other answer, and shows the details", async () => {
    for (const typed of ["no\n", "\n", "maybe\nN\n", "details\nno\n"]) {
      const { code, stdout, calls } = await up(made, "", { typed });
      assert.equal(code, 1, stdout);
      const details = typed.startsWith("details") ? ["preview --stack unit --diff"] : [];
      assert.deepEqual(calls, ["preview --stack unit", ...details], JSON.stringify(typed));
      assert.match(stdout, /Nothing was changed/);
    }
  });

  it("does not ask on a terminal if there is a danger, nothing to update, or --yes", async () => {
    const runs = [
      [removed, "", 3],
      [same, "", 0],
      [made, "--yes", 0],
      [made, "-f", 0],
    ] as const;
    // A terminal whose input nobody reads stays for two seconds.
    const outcomes = await Promise.all(runs.map(([events, args]) => up(events, args, { typed: "no\n" })));
    for (const [index, { code, stdout }] of outcomes.entries()) {
      assert.equal(code, runs[index]?.[2], stdout);
      assert.doesNotMatch(stdout, /Do you want/);
    }
  });
});
