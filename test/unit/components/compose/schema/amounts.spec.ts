import assert from "node:assert/strict";
import fc from "fast-check";
import {
  bytes,
  cpus,
  duration,
  memory,
  millisecondsOf,
  nanoCpus,
} from "../../../../../components/compose/schema/amounts.ts";
import { DiagnosticPath } from "../../../../../components/input/diagnosticPath.ts";
import { withinASecond } from "../../../../support/processorTime.ts";

const powers = ["", "k", "m", "g", "t", "p"];
const suffixes = fc
  .tuple(fc.nat(5), fc.constantFrom("", "b", "ib"), fc.boolean())
  .map(([power, end, upper]) => {
    const unit = powers[power] ?? "";
    const text = unit === "" ? end.replace("i", "") : unit + end;
    return { power, text: upper ? text.toUpperCase() : text };
  });

describe("amounts", () => {
  it("count bytes as docker does", () =>
    fc.assert(
      fc.property(fc.nat(1e6), fc.constantFrom("", " "), suffixes, (number, blank, { power, text }) => {
        assert.equal(bytes(`${number}${text === "" ? "" : blank}${text}`), number * 1024 ** power);
      }),
    ));

  it("count billionths of a processor as docker does", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(999_999_999), (whole, part) => {
        const digits = String(part).padStart(9, "0");
        assert.equal(nanoCpus(`${whole}.${digits}`), whole * 1e9 + part);
        assert.equal(nanoCpus(`${whole}.${digits}000`), whole * 1e9 + part);
        assert.equal(nanoCpus(`${whole}.${digits}1`), undefined);
      }),
    );
    const known = {
      "1/2": 5e8,
      "1/3": undefined,
      "1/0": undefined,
      "5e-1": 5e8,
      "1e3": 1e12,
      ".5": 5e8,
      "2.": 2e9,
    };
    for (const [text, count] of Object.entries(known)) assert.equal(nanoCpus(text), count, text);
  });

  it("count milliseconds", () => {
    const known = { "1h30m": 5_400_000, "1.5s": 1500, ".5s": 500, "1d": 86_400_000, "2us": 0.002, "0": 0 };
    for (const [text, time] of Object.entries(known)) assert.equal(millisecondsOf(text), time, text);
  });

  it("are read or refused within a second, whatever they are", () =>
    fc.assert(
      fc.property(
        fc.constantFrom("1", "1.", "s", "1e", "+", "/", ".", " ", "9", "h1"),
        fc.nat(200_000),
        fc.string({ maxLength: 3 }),
        (part, count, end) =>
          withinASecond(() => {
            for (const read of [cpus, duration, memory])
              read(part.repeat(count) + end, DiagnosticPath.top("x: "));
          }),
      ),
      { numRuns: 30 },
    ));
});
