import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticPath } from "../../../components/input/diagnosticPath.ts";
import { settingsSchema } from "../../../components/settings/settingsSchema.ts";
import { targets } from "../../../components/targets/targets.ts";
import { parseSettings } from "../../support/settings.ts";

const text = readFileSync(join(import.meta.dirname, "../../../docs/aws.md"), "utf8");

/** Name and default of each documented setting. */
const documented = [...text.matchAll(/^\| `swarm:(?<name>[^`]+)` \|(?<usual>[^|]*)\|/gm)].map(
  ({ groups = {} }) => ({ name: groups.name ?? "", usual: groups.usual?.trim() ?? "" }),
);

/** What a path of the settings may hold, as the message about an unknown key tells; undefined for a value. */
function known(path: readonly string[]): string[] | undefined {
  const nobodys = "xxxxxxxxxxxxxxxx";
  const written = [...path, nobodys].reduceRight<unknown>((inner, key) => ({ [key]: inner }), "");
  const where = DiagnosticPath.top("swarm:");
  settingsSchema(targets)(written, where);
  const diagnostic = where.diagnostics.find((found) => found.path.endsWith(nobodys));
  return diagnostic?.hint.split("valid keys: ")[1]?.split(", ");
}

function namesBelow(path: readonly string[]): string[] {
  return known(path)?.flatMap((name) => namesBelow([...path, name])) ?? [path.join(".")];
}

describe("the settings of docs/aws.md", () => {
  it("are complete", () => {
    const pool = namesBelow(["workers", "web"]).map((name) => name.replace(".web.", ".<pool>."));
    const common = ["count", "labels", "availability"].map((name) => `workers.<pool>.${name}`);
    const wanted = [...namesBelow(["aws"]), ...pool.filter((name) => !common.includes(name))];
    assert.deepEqual(documented.map(({ name }) => name).sort(), wanted.sort());
  });

  it("have the documented defaults", () => {
    const written = {
      target: "aws",
      workers: { web: { count: 1 } },
      aws: { region: "eu-central-1", adminCidrs: ["203.0.113.7/32"] },
    };
    const { settings } = parseSettings(written, { project: "swarm", stack: "prod", root: "/project" });
    const all = { aws: settings.own, workers: { "<pool>": settings.pools[0] } };
    const defaultOf = (name: string) =>
      name
        .split(".")
        .reduce<unknown>(
          (inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key],
          all,
        );
    const told = documented.filter(
      ({ name, usual }) => usual.startsWith("`") && !name.includes(".existing."),
    );
    assert.ok(told.length > 15, String(told.length));
    for (const { name, usual } of told) {
      const value = defaultOf(name);
      const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
      assert.equal(shown, usual.match(/`([^`]*)`/)?.[1], name);
    }
  });
});
