import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { example } from "./modules.ts";

interface Service {
  readonly healthcheck?: object;
  readonly read_only?: boolean;
  readonly ports?: readonly { mode?: string; app_protocol?: string }[];
  readonly deploy: { endpoint_mode?: string };
}

const text = (path: string) => readFileSync(new URL(path, example), "utf8");

describe("the example", () => {
  it("needs no virtual addresses and no routing mesh", () => {
    const { services } = parse(text("compose.yaml")) as { services: Record<string, Service> };
    assert.deepEqual(Object.keys(services), ["edge", "api", "data"]);
    for (const { deploy, healthcheck, ports = [] } of Object.values(services)) {
      assert.equal(deploy.endpoint_mode, "dnsrr");
      assert.ok(healthcheck);
      for (const port of ports) assert.equal(port.mode, "host");
    }
  });

  it("has a page that loads nothing from other sites", () => {
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

  it("serves every file of the page, and every file that the page requests", () => {
    const rules = text("edge/haproxy.cfg").matchAll(/ file \/app\/page\/(\S+) if \{ path \/(\S*) \}$/gm);
    const served = Object.fromEntries([...rules].map(([, file, path]) => [path, file]));
    const names = readdirSync(new URL("edge/page/", example));
    assert.deepEqual(Object.values(served).sort(), [...names, "page.json"].sort());
    const asked = [...text("edge/page/index.html").matchAll(/(?:src|href)="\/([^"]+)"/g)];
    const imported = names
      .filter((name) => name.endsWith(".mjs"))
      .flatMap((name) => [...text(`edge/page/${name}`).matchAll(/from "\.\/([^"]+)"/g)]);
    assert.ok(asked.length >= 3 && imported.length >= 5);
    for (const [, path = ""] of [...asked, ...imported])
      if (!path.startsWith("api/")) assert.equal(served[path], path);
    assert.equal(served[""], "index.html");
  });
});
