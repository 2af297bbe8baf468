import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { Clone } from "../support/clone.ts";
import { inventory, onNode } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { selfSigned } from "../support/selfSigned.ts";

const stack = "proxy";
const { port } = localAddresses(stack);

const compose = (version: string) => `services:
  web:
    build: ./server
    environment: {VERSION: "${version}"}
    networks: [web]
    init: true
    healthcheck:
      test: [CMD, perl, -MIO::Socket::INET, -e, "IO::Socket::INET->new('127.0.0.1:8080') or exit 1"]
      start_interval: 300ms
      start_period: 10s
      interval: 2s
    deploy: {endpoint_mode: dnsrr, replicas: 2, update_config: {monitor: 2s}}
networks: {web: {external: true}}
`;

/** One cluster; each test continues where the previous one ended. */
describe("a proxy with TLS in front of two stacks", () => {
  const before = inventory(stack);
  const names = ["proxy", "shop", "blog"];
  const settings = (...stacks: string[]) => ({
    managers: 1,
    workers: 1,
    stacks: Object.fromEntries(stacks.map((name) => [name, { file: `${pathOf(name)}/compose.yaml` }])),
    local: localAddresses(stack),
  });
  const pathOf = (name: string) => (name === "proxy" ? "example/proxy" : name);
  const clone = new Clone(stack, settings());
  let certificate = selfSigned("shop.example.org");

  const writeCertificate = () =>
    clone.write({ "example/proxy/site.pem": `${certificate.cert}${certificate.key}` });
  const up = async () => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
  };
  /** The answer of the stack behind a host name, if the proxy has the certificate. */
  const ask = (host: string) =>
    new Promise<string>((resolve, reject) => {
      const options = {
        host: "127.0.0.1",
        port,
        servername: "shop.example.org",
        ca: certificate.cert,
        agent: false,
      };
      const one = request({ ...options, headers: { host }, timeout: 10_000 }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (piece: string) => {
          text += piece;
        });
        response.once("end", () =>
          response.statusCode === 200 ? resolve(text) : reject(new Error(`status ${response.statusCode}`)),
        );
        response.once("error", reject);
      });
      one.once("timeout", () => one.destroy(new Error("no answer in 10 s")));
      one.once("error", reject).end();
    });
  /** What 50 requests a second got while `work` ran. */
  const underLoad = async (work: () => Promise<void>) => {
    const answers = new Map<string, number>();
    const pending: Promise<void>[] = [];
    const note = (text: string) => void answers.set(text, (answers.get(text) ?? 0) + 1);
    const timer = setInterval(() => {
      pending.push(ask("shop.example.org").then(note, (error) => note(`failed: ${error.message}`)));
    }, 20);
    try {
      await work();
    } finally {
      clearInterval(timer);
      await Promise.all(pending);
    }
    return answers;
  };

  after(async () => {
    await clone.npm("destroy");
    clone.remove();
  });

  it("sends each host name to its own stack", async () => {
    for (const name of ["shop", "blog"]) {
      mkdirSync(clone.path(name));
      cpSync(join(import.meta.dirname, "../support/tinyServer"), clone.path(name, "server"), {
        recursive: true,
      });
      clone.write({ [`${name}/compose.yaml`]: compose(`${name}-1`) });
    }
    writeCertificate();
    await up();
    onNode(stack, "manager-0", "docker", "network", "create", "--driver", "overlay", "web");
    clone.configure(settings(...names));
    await up();
    assert.equal(await ask("shop.example.org"), "shop-1");
    assert.equal(await ask("blog.example.org"), "blog-1");
    assert.equal(await ask("blog.example.org:8443"), "blog-1");
  });

  it("loses no request while a stack behind it is rolled out", async () => {
    clone.write({ "shop/compose.yaml": compose("shop-2") });
    const answers = await underLoad(up);
    assert.deepEqual([...answers.keys()].sort(), ["shop-1", "shop-2"], JSON.stringify([...answers]));
    assert.equal(await ask("shop.example.org"), "shop-2");
    assert.equal(await ask("blog.example.org"), "blog-1");
  });

  it("gets a renewed certificate", async () => {
    certificate = selfSigned("shop.example.org");
    await assert.rejects(ask("shop.example.org"), /certificate/);
    writeCertificate();
    await up();
    assert.equal(await ask("shop.example.org"), "shop-2");
    assert.equal(await ask("blog.example.org"), "blog-1");
  });

  it("leaves nothing behind", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });
});
