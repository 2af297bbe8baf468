import assert from "node:assert/strict";
import { describeFaults } from "../../../../components/input/fault.ts";
import { describeNotes } from "../../../../components/input/note.ts";
import { Abandoned, Place, unlessAbandoned } from "../../../../components/input/place.ts";

describe("a place", () => {
  it("abandons the reading at the hundredth fault", () => {
    const place = Place.top("swarm:");
    const read = unlessAbandoned(() => {
      for (let index = 0; index < 1000; index++) place.at(index).refuse("is wrong", "correct it");
      return "everything";
    });
    assert.equal(read, undefined);
    assert.equal(place.faults.length, 100);
    const text = describeFaults(place.faults);
    assert.match(
      text,
      /^100 or more mistakes in the settings; nothing was changed\n {2}swarm:\[0\]: is wrong\n/,
    );
    assert.equal(text.split("\n").length, 201);
  });

  it("abandons it where going on is pointless, and nothing else", () => {
    const place = Place.top("swarm:");
    assert.throws(() => place.at("a").abandon("is endless", "cut it"), Abandoned);
    assert.deepEqual(place.faults, [{ path: "swarm:a", problem: "is endless", remedy: "cut it" }]);
    assert.throws(
      () =>
        unlessAbandoned(() => {
          throw new TypeError("a mistake of the program");
        }),
      TypeError,
    );
  });

  it("keeps a thousand notes, of which two hundred are told", () => {
    const place = Place.top("a.yaml: ");
    for (let index = 0; index < 5000; index++) place.at(index).note("is left out", "remove it");
    assert.equal(place.notes.length, 1000);
    const lines = describeNotes(place.notes).split("\n");
    assert.equal(lines[0], "1000 notes on the compose files; the swarm does the rest as written");
    assert.equal(lines.length, 402);
    assert.equal(lines.at(-1), "  … and 800 more");
  });

  it("shows a path without what a terminal would take for a command", () => {
    const place = Place.top("a.yaml: ");
    place.at("a\u009b2Jb").refuse("is wrong", "correct it");
    assert.equal(
      describeFaults(place.faults),
      '1 mistake in the settings; nothing was changed\n  a.yaml: ["a\\u009b2Jb"]: is wrong\n    → correct it',
    );
  });
});
