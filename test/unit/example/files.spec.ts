import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { example, loadPage, readPageConfig } from "./modules.ts";

interface Service {
  readonly healthcheck?: object;
  readonly read_only?: boolean;
  readonly ports?: readonly { mode?: string; app_protocol?: string }[];
  readonly deploy: { endpoint_mode?: string };
}

const text = (path: string) => readFileSync(new URL(path, example), "utf8");
const config = { title: "Title", message: "Message", accent: "blue" };

describe("example: files", () => {
  for (const name of ["lifecycle.mjs", "reply.mjs", "health.sh", "Dockerfile"]) {
    it(`has the same ${name} in edge and api`, () => {
      assert.equal(text(`edge/${name}`), text(`api/${name}`));
    });
  }

  it("needs no virtual addresses and no routing mesh", () => {
    const { services } = parse(text("compose.yaml")) as { services: Record<string, Service> };
    assert.deepEqual(Object.keys(services), ["edge", "api", "data"]);
    for (const { deploy, healthcheck, ports = [] } of Object.values(services)) {
      assert.equal(deploy.endpoint_mode, "dnsrr");
      assert.ok(healthcheck);
      for (const port of ports) assert.equal(port.mode, "host");
    }
  });

  it("keeps the page within the page: nothing is fetched from elsewhere", () => {
    for (const name of [
      "index.html",
      "style.css",
      "main.mjs",
      "swarm.mjs",
      "nodes.mjs",
      "answers.mjs",
      "beams.mjs",
    ])
      assert.doesNotMatch(
        text(`edge/page/${name}`).replaceAll("http://www.w3.org/2000/svg", ""),
        /https?:|\/\/[a-z]+\./,
      );
  });
});

describe("example: page config", () => {
  it("is good as it is", () => {
    assert.equal(readPageConfig(text("page.json"), "page.json").accent, "blue");
  });

  it("puts the config's words into the page, harmlessly", () => {
    const page = loadPage(fileURLToPath(new URL("edge/page", example)), {
      ...config,
      title: `<b>"A" & 'B'</b>`,
    });
    const html = page.get("/")?.body.toString() ?? "";
    assert.match(html, /<title>&#60;b&#62;&#34;A&#34; &#38; &#39;B&#39;&#60;\/b&#62;<\/title>/);
    assert.match(html, /<body data-accent="blue">/);
    assert.doesNotMatch(html, /\{\{/);
  });

  it("serves every file that the page asks for", () => {
    const page = loadPage(fileURLToPath(new URL("edge/page", example)), config);
    const html = page.get("/")?.body.toString() ?? "";
    const asked = [...html.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path ?? "");
    const imported = [...page].flatMap(([, { body }]) =>
      [...body.toString().matchAll(/from "\.(\/[^"]+)"/g)].map(([, path]) => path ?? ""),
    );
    assert.ok(asked.length >= 3 && imported.length >= 5);
    for (const path of [...asked, ...imported].filter((each) => !each.startsWith("/api/")))
      assert.ok(page.has(path), path);
  });

  it("leaves other files alone", async () => {
    const directory = await mkdtemp(join(tmpdir(), "example-page-"));
    await writeFile(join(directory, "index.html"), "<h1>{{title}}</h1>");
    await writeFile(join(directory, "notes.txt"), "private");
    assert.deepEqual([...loadPage(directory, config).keys()], ["/"]);
    await rm(directory, { recursive: true });
  });

  for (const [what, written, message] of [
    ["no JSON", "title: x", /^\/etc\/page\.json: is not JSON \(.+\); see example\/page\.json$/],
    [
      "an unknown key",
      JSON.stringify({ ...config, colour: "red" }),
      /^\/etc\/page\.json: colour: unknown; remove it/,
    ],
    ["an empty title", JSON.stringify({ ...config, title: " " }), /title: must be a text, but is " "$/],
    [
      "no message",
      JSON.stringify({ title: "x", accent: "blue" }),
      /message: must be a text, but is undefined$/,
    ],
    [
      "a bad accent",
      JSON.stringify({ ...config, accent: "red" }),
      /accent: must be blue, violet, green, orange, but is "red"$/,
    ],
    [
      "two faults",
      JSON.stringify({ ...config, title: 3, accent: 4 }),
      /title: must be a text, but is 3\n.*accent: must be/,
    ],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readPageConfig(written, "/etc/page.json"), { message });
    });
  }

  it("refuses what is no mapping", () => {
    for (const written of ["null", "[]", '"x"'])
      assert.throws(() => readPageConfig(written, "p"), /^Error: p: must hold/);
  });
});
