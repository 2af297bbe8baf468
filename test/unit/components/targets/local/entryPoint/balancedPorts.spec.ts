import assert from "node:assert/strict";
import { balancedPorts } from "../../../../../../components/targets/local/entryPoint/balancedPorts.ts";

describe("balancedPorts", () => {
  it("maps the published TCP ports in order, from the first frontend port on", () => {
    const ports = [
      { published: 8000, protocol: "tcp" as const, http: true },
      { published: 53, protocol: "udp" as const, http: false },
      { published: 53, protocol: "tcp" as const, http: false },
      { published: 9000, protocol: "tcp" as const, http: true },
    ];
    assert.deepEqual(balancedPorts(ports, 8080), [
      { front: 8080, node: 8000, http: true },
      { front: 8081, node: 53, http: false },
      { front: 8082, node: 9000, http: true },
    ]);
  });

  it("returns none if only UDP or nothing is published", () => {
    assert.deepEqual(balancedPorts([{ published: 53, protocol: "udp", http: false }], 8080), []);
    assert.deepEqual(balancedPorts([], 8080), []);
  });
});
