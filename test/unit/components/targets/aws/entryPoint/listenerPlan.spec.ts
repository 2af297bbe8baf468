import assert from "node:assert/strict";
import fc from "fast-check";
import type { NodePort } from "../../../../../../components/entrypoint/entryPoint.ts";
import {
  checkListeners,
  frontUrl,
  type ListenerSettings,
  listenerPlan,
} from "../../../../../../components/targets/aws/entryPoint/listenerPlan.ts";

const http = (published: number): NodePort => ({ published, protocol: "tcp", http: true });
const tcp = (published: number): NodePort => ({ published, protocol: "tcp", http: false });
const udp = (published: number): NodePort => ({ published, protocol: "udp", http: false });
const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b";

describe("listenerPlan", () => {
  it("serves each published port at its own number", () => {
    assert.deepEqual(listenerPlan([http(8000), tcp(5432), udp(53)], {}), [
      { front: 8000, protocol: "TCP", node: 8000 },
      { front: 5432, protocol: "TCP", node: 5432 },
      { front: 53, protocol: "UDP", node: 53 },
    ]);
  });

  it("serves the first port at the port of the settings", () => {
    assert.deepEqual(
      listenerPlan([http(8000), http(9000)], { port: 80 }).map(({ front, node }) => [front, node]),
      [
        [80, 8000],
        [9000, 9000],
      ],
    );
  });

  it("serves HTTP with TLS if there is a certificate, the first port at 443", () => {
    assert.deepEqual(listenerPlan([http(8000), tcp(5432), http(9000)], { certificate }), [
      { front: 443, protocol: "TLS", node: 8000 },
      { front: 5432, protocol: "TCP", node: 5432 },
      { front: 9000, protocol: "TLS", node: 9000 },
    ]);
    assert.equal(listenerPlan([http(8000)], { certificate, port: 8443 })[0]?.front, 8443);
    assert.equal(listenerPlan([tcp(5432), http(8000)], { certificate })[0]?.front, 5432);
  });

  it("creates one listener for TCP and UDP of one port", () => {
    assert.deepEqual(listenerPlan([http(8000), udp(53), tcp(53)], {}).slice(1), [
      { front: 53, protocol: "TCP_UDP", node: 53 },
    ]);
    assert.deepEqual(listenerPlan([tcp(53), udp(53)], { port: 5353 }), [
      { front: 5353, protocol: "TCP", node: 53 },
      { front: 53, protocol: "UDP", node: 53 },
    ]);
  });
});

describe("frontUrl", () => {
  const urls = (ports: NodePort[], settings: ListenerSettings) =>
    frontUrl(ports, settings, "shop.example.com");

  it("is the first published port, without the default port of its scheme", () => {
    assert.equal(urls([http(8000)], {}), "http://shop.example.com:8000");
    assert.equal(urls([http(80)], {}), "http://shop.example.com");
    assert.equal(urls([http(8000), tcp(1)], { port: 80 }), "http://shop.example.com");
    assert.equal(urls([http(8000)], { port: 443 }), "http://shop.example.com:443");
    assert.equal(urls([http(8000)], { certificate }), "https://shop.example.com");
    assert.equal(urls([http(8000)], { certificate, port: 8443 }), "https://shop.example.com:8443");
    assert.equal(urls([tcp(443)], { certificate }), "tcp://shop.example.com:443");
    assert.equal(urls([udp(53)], { certificate }), "udp://shop.example.com:53");
  });

  it("is empty if no port is published", () => {
    assert.equal(urls([], { port: 80 }), "");
  });
});

describe("checkListeners", () => {
  it("finds none if all frontend ports differ", () => {
    assert.deepEqual(checkListeners([http(8000), tcp(53), udp(53)], { port: 80, certificate }), []);
    assert.deepEqual(checkListeners([], {}), []);
  });

  it("refuses a port of the settings that is also published", () => {
    assert.deepEqual(checkListeners([http(8000), tcp(9000)], { port: 9000 }), [
      {
        path: "swarm:aws.entryPoint.port",
        problem: "the published ports 8000/tcp and 9000/tcp would both be served at 9000",
        hint: "set swarm:aws.entryPoint.port to a number that no service publishes, or publish another port",
      },
    ]);
  });

  it("refuses port 443 of the certificate if it is also published", () => {
    const [diagnostic] = checkListeners([http(8000), udp(443)], { certificate });
    assert.equal(diagnostic?.path, "swarm:aws.entryPoint.port");
    assert.equal(diagnostic?.problem, "the published ports 8000/tcp and 443/udp would both be served at 443");
  });

  it("refuses TLS and UDP at one port", () => {
    assert.deepEqual(checkListeners([tcp(1), http(443), udp(443)], { certificate }), [
      {
        path: "swarm:aws.entryPoint.certificate",
        problem:
          "the published ports 443/tcp and 443/udp would both be served at 443, where a network load balancer cannot have both TLS and UDP",
        hint: "publish one of the two as another port",
      },
    ]);
  });

  it("refuses more listeners than a network load balancer allows", () => {
    const ports = Array.from({ length: 51 }, (_, index) => tcp(8000 + index));
    assert.deepEqual(checkListeners(ports.slice(1), {}), []);
    assert.deepEqual(checkListeners(ports, {}), [
      {
        path: "swarm:stacks",
        problem: "publish 51 ports, but a network load balancer has 50 listeners at most",
        hint: "publish fewer, for example one port of a proxy in front of the services",
      },
    ]);
  });
});

describe("listeners of any published ports", () => {
  const number = fc.oneof(fc.constantFrom(53, 80, 443, 8000), fc.integer({ min: 1, max: 65535 }));
  const port: fc.Arbitrary<NodePort> = fc.oneof(number.map(http), number.map(tcp), number.map(udp));
  const ports = fc.uniqueArray(port, {
    maxLength: 60,
    selector: ({ published, protocol }) => `${published}/${protocol}`,
  });
  const settings: fc.Arbitrary<ListenerSettings> = fc.record(
    { port: number, certificate: fc.constant(certificate) },
    { requiredKeys: [] },
  );
  const any = (holds: (ports: NodePort[], settings: ListenerSettings) => void) =>
    fc.assert(fc.property(ports, settings, holds), { numRuns: 500 });

  it("serve exactly the published ports", () => {
    const transports = { TCP: ["tcp"], TLS: ["tcp"], UDP: ["udp"], TCP_UDP: ["tcp", "udp"] };
    any((published, chosen) => {
      const served = listenerPlan(published, chosen).flatMap(({ protocol, node }) =>
        transports[protocol].map((transport) => `${node}/${transport}`),
      );
      assert.deepEqual(served.sort(), published.map((one) => `${one.published}/${one.protocol}`).sort());
    });
  });

  it("have different ports, or there is a diagnostic", () => {
    any((published, chosen) => {
      const fronts = listenerPlan(published, chosen).map(({ front }) => front);
      const isSound = new Set(fronts).size === fronts.length && fronts.length <= 50;
      assert.equal(checkListeners(published, chosen).length === 0, isSound);
    });
  });

  it("start with the one in the URL", () => {
    any((published, chosen) => {
      const [first] = listenerPlan(published, chosen);
      const url = frontUrl(published, chosen, "host");
      if (!first) return assert.equal(url, "");
      const [, scheme, named] = /^(\w+):\/\/host(?::(\d+))?$/.exec(url) ?? [];
      assert.equal(Number(named ?? { http: 80, https: 443 }[scheme ?? ""]), first.front);
      assert.equal(scheme === "https", first.protocol === "TLS");
    });
  });
});
