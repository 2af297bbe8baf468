import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parse, stringify } from "yaml";
import { interpolateText } from "../../../../components/compose/load/interpolation.ts";
import { DiagnosticPath } from "../../../../components/input/diagnosticPath.ts";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { reading } from "../../../support/composeModel.ts";

const folder = new URL("./realFiles/", import.meta.url);
const real = readdirSync(folder).map((name) => readFileSync(new URL(`${name}/compose.yaml`, folder), "utf8"));
const variables: Readonly<Record<string, string>> = { A: "a", EMPTY: "", B: "$x {}" };
const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);

/** A text with variables beside what the specification says of it; undefined where it is an error. */
interface Sample {
  readonly text: string;
  readonly value: string | undefined;
}

function replaced(name: string, operator: string, word: Sample): Sample {
  const value = lookup(name);
  const counts = value !== undefined && (!operator.startsWith(":") || value !== "");
  const results = {
    "-": counts ? value : word.value,
    "?": counts ? value : undefined,
    "+": counts ? word.value : "",
  };
  return {
    text: `\${${name}${operator}${word.text}}`,
    value: results[operator.slice(-1) as keyof typeof results],
  };
}

const name = fc.constantFrom("A", "B", "EMPTY", "GONE");
const operator = fc.constantFrom(":-", "-", ":?", "?", ":+", "+");
const { samples } = fc.letrec<{ sample: Sample; samples: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom("x", " ", "{", ":-", "é", "/").map((text) => ({ text, value: text })),
    // Docker compose counts a brace behind $$ as one that opens, so none stands there.
    fc.constant({ text: "$$x", value: "$x" }),
    name.map((name) => ({ text: `\${${name}}`, value: lookup(name) ?? "" })),
    fc.tuple(name, operator, tie("samples")).map(([name, sign, word]) => replaced(name, sign, word)),
  ),
  samples: fc.array(tie("sample"), { maxLength: 4 }).map((parts) => ({
    text: parts.map(({ text }) => text).join(""),
    value: parts.every(({ value }) => value !== undefined)
      ? parts.map(({ value }) => value).join("")
      : undefined,
  })),
}));

/** Faults with messages, or a model; anything else is thrown. */
function outcome(text: string) {
  const { model, diagnostics } = reading(text);
  assert.equal(model === undefined, diagnostics.length > 0);
  for (const { path, problem, hint } of diagnostics) assert.ok(path && problem && hint);
  return model;
}

const rewritten = (text: string) => {
  const model = outcome(text);
  if (!model) return undefined;
  const names = model.objects.map(({ kind, key }) => [`${kind}/${key}`, key]);
  return renderStackFile(model, { images: {}, objectNames: Object.fromEntries(names) }).text;
};

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

/** A real file with one part cut out, doubled, or replaced by other characters. */
const damaged = fc
  .tuple(
    fc.constantFrom(...real),
    fc.nat(),
    fc.nat(40),
    fc.constantFrom("", "\t", ": ", "${", "- ", "*a", "[", "{", "\n", "\0", "'", "!x", "5"),
    fc.boolean(),
  )
  .map(([text, at, length, other, doubled]) => {
    const start = at % text.length;
    const part = text.slice(start, start + length);
    return text.slice(0, start) + (doubled ? part + part : other) + text.slice(start + length);
  });

/** Keys of compose files with values of any form. */
const anyDocument = fc.dictionary(
  fc.constantFrom("services", "networks", "volumes", "configs", "secrets", "name", "x-a"),
  fc.dictionary(
    fc.constantFrom("web", "db", "a b", "__proto__"),
    fc.dictionary(
      fc.constantFrom(
        "image",
        "build",
        "ports",
        "volumes",
        "environment",
        "deploy",
        "links",
        "depends_on",
        "env_file",
        "healthcheck",
        "tmpfs",
        "external",
        "ipam",
        "file",
      ),
      fc.jsonValue({ maxDepth: 3 }),
    ),
  ),
);

describe("any compose file", () => {
  it("interpolates variables as the specification says", () =>
    fc.assert(
      fc.property(samples, ({ text, value }) => {
        assert.equal(interpolateText(text, lookup, DiagnosticPath.top("x: ")), value);
      }),
      { numRuns: 1000 },
    ));

  it("is read or refused with diagnostics, whatever is damaged", () =>
    fc.assert(
      fc.property(damaged, (text) => void outcome(text)),
      { numRuns: 400 },
    ));

  it("is read or refused with diagnostics, whatever its values", () =>
    fc.assert(
      fc.property(anyDocument, (document) => void outcome(stringify(document))),
      { numRuns: 100 },
    ));

  it("is read or refused with diagnostics, whatever its characters", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => void outcome(text)),
      { numRuns: 300 },
    ));

  it("does not depend on the order of its keys", () => {
    for (const text of real) {
      const data = parse(text, { merge: true });
      const [one, other] = [data, reversed(data)].map((value) =>
        stringify(value, { aliasDuplicateObjects: false }),
      );
      assert.deepEqual(rewritten(other ?? ""), rewritten(one ?? ""));
    }
  });

  it("does not change if it is rendered twice", () => {
    const stable = real.flatMap((text) => rewritten(text) ?? []);
    assert.ok(stable.length > 5);
    // The program's own label and objects are refused where a user writes them, so they are left out.
    for (const text of stable) {
      const data = JSON.parse(text);
      for (const service of Object.values<{ labels?: Record<string, string>; image?: string }>(
        data.services,
      )) {
        delete service.labels?.["swarm.revision"];
        service.image ??= "built";
      }
      const again = JSON.parse(rewritten(JSON.stringify(data)) ?? "{}");
      for (const service of Object.values<{ labels: Record<string, string> }>(again.services ?? {}))
        delete service.labels["swarm.revision"];
      assert.deepEqual(again, data);
    }
  });
});
