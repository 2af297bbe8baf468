import assert from "node:assert/strict";
import { request } from "node:https";
import { Clone } from "../support/clone.ts";
import { inventory, onNode } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { selfSigned } from "../support/selfSigned.ts";
import { writeServer } from "../support/smallImage.ts";

const stack = "proxy";
const { port } = localAddresses(stack);
/** The entry point counts up from the first port; Pulumi sorts the stacks by name. */
const ports = { caddy: port, haproxy: port + 1 };
type Proxy = keyof typeof ports;

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
describe("proxies with TLS in front of two stacks", () => {
  const before = inventory(stack);
  const names = ["haproxy", "caddy", "shop", "blog"];
  const settings = (...stacks: string[]) => ({
    managers: 1,
    workers: 1,
    stacks: Object.fromEntries(stacks.map((name) => [name, { file: `${pathOf(name)}/compose.yaml` }])),
    local: localAddresses(stack),
  });
  const pathOf = (name: string) => (name in ports ? `example/proxy/${name}` : name);
  const clone = new Clone(stack, settings());
  let certificate = selfSigned("shop.example.org");

  const writeCertificate = () => {
    const text = `${certificate.cert}${certificate.key}`;
    for (const proxy of Object.keys(ports)) clone.write({ [`${pathOf(proxy)}/site.pem`]: text });
  };
  const up = async () => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview");
    assert.equal(code, 0, output);
  };
  /** The answer of the stack behind a host name, if the proxy has the certificate. */
  const ask = (host: string, proxy: Proxy = "haproxy") =>
    new Promise<string>((resolve, reject) => {
      const options = {
        host: "127.0.0.1",
        port: ports[proxy],
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
  /** What 25 requests a second to each proxy got while `work` ran. */
  const underLoad = async (work: () => Promise<void>) => {
    const answers = { caddy: new Map<string, number>(), haproxy: new Map<string, number>() };
    const pending: Promise<void>[] = [];
    const send = (proxy: Proxy) => {
      const note = (text: string) => void answers[proxy].set(text, (answers[proxy].get(text) ?? 0) + 1);
      pending.push(ask("shop.example.org", proxy).then(note, (error) => note(`failed: ${error.message}`)));
    };
    const timer = setInterval(() => {
      send("haproxy");
      send("caddy");
    }, 40);
    try {
      await work();
    } finally {
      clearInterval(timer);
      await Promise.all(pending);
    }
    return answers;
  };
  /** Each host name reaches its own stack through both proxies. */
  const assertServed = async (shop: string, blog: string) => {
    for (const proxy of ["haproxy", "caddy"] as const) {
      assert.equal(await ask("shop.example.org", proxy), shop, proxy);
      assert.equal(await ask("blog.example.org", proxy), blog, proxy);
      assert.equal(await ask("blog.example.org:8443", proxy), blog, proxy);
    }
  };

  after(async () => {
    await clone.end();
  });

  it("send each host name to its own stack", async () => {
    for (const name of ["shop", "blog"]) {
      writeServer(clone, `${name}/server`, "tinyServer");
      clone.write({ [`${name}/compose.yaml`]: compose(`${name}-1`) });
    }
    writeCertificate();
    await up();
    onNode(stack, "manager-0", "docker", "network", "create", "--driver", "overlay", "web");
    clone.configure(settings(...names));
    await up();
    await assertServed("shop-1", "blog-1");
  });

  it("lose no request while a stack behind them is rolled out", async () => {
    clone.write({ "shop/compose.yaml": compose("shop-2") });
    const answers = await underLoad(up);
    for (const [proxy, got] of Object.entries(answers))
      assert.deepEqual([...got.keys()].sort(), ["shop-1", "shop-2"], `${proxy} ${JSON.stringify([...got])}`);
    await assertServed("shop-2", "blog-1");
  });

  it("get a renewed certificate", async () => {
    certificate = selfSigned("shop.example.org");
    for (const proxy of ["haproxy", "caddy"] as const)
      await assert.rejects(ask("shop.example.org", proxy), /certificate/);
    writeCertificate();
    await up();
    await assertServed("shop-2", "blog-1");
  });

  it("leave nothing behind", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });
});
