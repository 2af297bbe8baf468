import assert from "node:assert/strict";
import { parseSettings } from "../../../support/settings.ts";

const origin = { project: "swarm", stack: "dev", root: "/project" };
const sources = { "ghcr.io": { username: "octocat", password: "hush" } };

describe("swarm:images", () => {
  it("mirrors and keeps three by default", () => {
    assert.deepEqual(parseSettings({}, origin).settings.images, { mirror: true, keep: 3, sources: {} });
  });

  it("accepts all its keys", () => {
    const { settings, diagnostics } = parseSettings({ images: { mirror: "no", keep: "5", sources } }, origin);
    assert.deepEqual([settings.images, diagnostics], [{ mirror: false, keep: 5, sources }, []]);
  });

  for (const host of [
    "docker.io",
    "localhost",
    "localhost:5000",
    "127.0.0.1:5000",
    "registry:5000",
    "a.b-c.example",
  ])
    it(`accepts the source ${host}`, () => {
      const written = { images: { sources: { [host]: sources["ghcr.io"] } } };
      const { settings, diagnostics } = parseSettings(written, origin);
      assert.deepEqual([settings.images.sources, diagnostics], [written.images.sources, []]);
    });

  it("can be overridden for a stack and a service", () => {
    const file = "compose.yaml";
    const stacks = {
      shop: { file, mirror: "false" },
      blog: { file, mirror: { db: false, web: "yes" } },
      wiki: { file },
    };
    const { settings, diagnostics } = parseSettings({ stacks }, origin);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      settings.stacks.map(({ mirror }) => mirror),
      [false, { db: false, web: true }, undefined],
    );
  });

  it("refuses a password in clear", () => {
    const { diagnostics } = parseSettings(
      { images: { sources } },
      { ...origin, secretKeys: ["swarm:stacks"] },
    );
    assert.deepEqual(diagnostics, [
      {
        path: 'swarm:images.sources["ghcr.io"].password',
        problem: "is written in clear",
        hint: "take it out of the file and run: npm run pulumi -- config set --secret --path 'swarm:images.sources[\"ghcr.io\"].password'",
      },
    ]);
    assert.deepEqual(
      parseSettings({ images: { sources } }, { ...origin, secretKeys: ["swarm:images"] }).diagnostics,
      [],
    );
  });

  it("hides the values of an invalid source", () => {
    for (const wrong of [
      "hush",
      ["hush"],
      { "ghcr.io": "hush" },
      { "ghcr.io": { username: 7, password: 12345 } },
    ]) {
      const { diagnostics } = parseSettings({ images: { sources: wrong } }, origin);
      assert.ok(diagnostics.length > 0);
      assert.doesNotMatch(JSON.stringify(diagnostics), /hush|12345/);
    }
  });
});
