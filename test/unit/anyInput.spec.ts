import assert from "node:assert/strict";
import type { DiagnosticPath } from "../../components/input/diagnosticPath.ts";
import { options, tryInputs } from "../support/anyInput.ts";
import { hostileText, hostileValue } from "../support/hostileText.ts";
import { composeParsers } from "../support/parsers/compose.ts";
import { machineParsers } from "../support/parsers/machines.ts";
import type { Parser } from "../support/parsers/parser.ts";
import { pulumiParsers } from "../support/parsers/pulumi.ts";
import { settingsParsers } from "../support/parsers/settings.ts";

const everyParser = { ...composeParsers, ...settingsParsers, ...machineParsers, ...pulumiParsers };

describe("parsers accept or refuse any input within a second:", function () {
  this.timeout(60_000 + options.numRuns * 1000);

  for (const [name, parser] of Object.entries(everyParser)) it(name, () => tryInputs(parser));
});

/** Parsers with a diagnostic, and its message. */
const faulty: Readonly<Record<string, readonly [parser: Parser, message: RegExp]>> = {
  "that never ends": [
    {
      input: hostileText("1-9"),
      parse: (text: string) => {
        for (let port = 0; port < Number(text.split("-")[1] ?? 0); port++);
      },
    },
    /Script execution timed out after 1000ms/,
  ],
  "that recurses at each level": [
    { input: hostileValue, parse: (value) => depthOf(value), throws: true },
    /RangeError: Maximum call stack size exceeded/,
  ],
  "whose message quotes a missing value": [
    {
      input: hostileText("a"),
      parse: (text: string, path: DiagnosticPath) => path.error(`has ${text.split("=")[1]}`, "mend it"),
    },
    /'has undefined'/,
  ],
  "that throws": [{ input: hostileText("a"), parse: (text: string) => JSON.parse(text) }, /SyntaxError/],
};

/** With frames as large as those of a real parser. */
function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const below = Object.values(value).map((inner) => [inner].map(depthOf)[0] ?? 0);
  return 1 + below.reduce((one, other) => Math.max(one, other), 0);
}

describe("generated inputs", function () {
  this.timeout(120_000);

  for (const [name, [parser, told]] of Object.entries(faulty))
    it(`find a parser ${name}, and a short message says how to repeat it`, () => {
      assert.throws(
        () => tryInputs(parser, 1000, { numRuns: 1000, endOnFailure: true }),
        ({ message }: Error) => {
          assert.match(message, told);
          assert.match(message, /^SEED=-?\d+ RUNS=\d+: /);
          assert.ok(message.length < 4000, message);
          return true;
        },
      );
    });
});
