import assert from "node:assert/strict";
import { closest } from "../../../../components/input/spelling.ts";

const known = ["managers", "workers", "seed", "local", "stacks", "aliases", "container_name"];

describe("closest", () => {
  const args: Readonly<Record<string, string | undefined>> = {
    manager: "managers",
    mangaers: "managers",
    wrokers: "workers",
    Seed: "seed",
    sed: "seed",
    alias: "aliases",
    containername: "container_name",
    al: undefined,
    flavour: undefined,
    x: undefined,
  };
  for (const [word, meant] of Object.entries(args))
    it(`${word} ${meant ? `means ${meant}` : "means nothing known"}`, () =>
      assert.equal(closest(word, known), meant));
});
