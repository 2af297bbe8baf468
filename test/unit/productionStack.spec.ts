import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { workspaceOf } from "../../components/input/workspace.ts";
import { writtenSettings } from "../../components/settings/writtenSettings.ts";
import type { AwsClusterSettings } from "../../components/targets/aws/settings/settings.ts";
import { readUserInput } from "../../components/userInput/readUserInput.ts";

const root = join(import.meta.dirname, "../..");
const text = readFileSync(join(root, "Pulumi.prod.yaml"), "utf8");

/** As Pulumi hands them to the program: mappings as JSON, everything else as text. */
function handedOver(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  );
}

function read(written: string) {
  const config = writtenSettings(handedOver(parse(written).config));
  return readUserInput(
    config,
    { project: "swarm", stack: "prod" },
    workspaceOf(root, { SWARM_BASE_IMAGE: "debian" }),
  );
}

describe("Pulumi.prod.yaml", () => {
  it("has no mistakes", () => {
    const { settings, models, diagnostics } = read(text);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      models.map(({ name }) => name),
      ["example"],
    );
    assert.equal(settings.target, "aws");
    assert.equal(settings.managers, 3);
    assert.deepEqual(
      (settings as AwsClusterSettings).pools.map(({ name, count, spot }) => ({ name, count, spot })),
      [
        { name: "web", count: 3, spot: false },
        { name: "jobs", count: 2, spot: true },
      ],
    );
  });

  it("encrypts the traffic between nodes, and gives them no public addresses", () => {
    const settings = read(text).settings as AwsClusterSettings;
    assert.equal(settings.encrypt, true);
    assert.equal(settings.own.network.private, true);
    assert.equal(settings.own.network.natPerZone, true);
  });

  it("lets nobody in until you edit it: its address is reserved for documentation", () => {
    assert.deepEqual((read(text).settings as AwsClusterSettings).own.adminCidrs, ["203.0.113.7/32"]);
    assert.match(text, /# EDIT: the addresses that may reach SSH/);
  });

  it("takes as many processors as docs/aws.md says", () => {
    const { own, managers, pools } = read(text).settings as AwsClusterSettings;
    // https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html; the bastion is a t3.nano
    const vcpus: Readonly<Record<string, number>> = { "t3.nano": 2, "t3.small": 2, "t3.medium": 2 };
    const of = (type: string | undefined, count: number) => (vcpus[type ?? ""] ?? Number.NaN) * count;
    const all = (spot: boolean) =>
      pools.filter((pool) => pool.spot === spot).reduce((sum, { type, count }) => sum + of(type, count), 0);
    const fixed = of(own.managers.type, managers) + of("t3.nano", 1);
    const page = readFileSync(join(root, "docs/aws.md"), "utf8");
    assert.ok(
      page.includes(
        `takes ${fixed + all(false)} vCPUs and ${all(true)} of spot machines, and twice the workers during an upgrade (${fixed + 2 * all(false)} and ${2 * all(true)})`,
      ),
    );
  });

  it("has no mistakes with its commented settings either", () => {
    const offered = text.replace(/^ {4}# (?=entryPoint:| {2}(certificate|domain|accessLogs):)/gm, "    ");
    assert.equal(offered.split("\n").filter((line, index) => line !== text.split("\n")[index]).length, 4);
    const { settings, diagnostics } = read(offered);
    assert.deepEqual(diagnostics, []);
    assert.equal((settings as AwsClusterSettings).own.entryPoint.domain, "shop.example.com");
  });
});
