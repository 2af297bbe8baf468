import assert from "node:assert/strict";
import { distinctPorts } from "../../../../components/entrypoint/entryPoint.ts";

describe("distinctPorts", () => {
  it("lists a port once, which speaks HTTP if all its services do", () => {
    const port = { published: 80, protocol: "tcp", http: true } as const;
    assert.deepEqual(distinctPorts([port, { ...port, http: false }, { ...port, protocol: "udp" }]), [
      { ...port, http: false },
      { ...port, protocol: "udp" },
    ]);
  });

  it("leaves SCTP to the nodes", () => {
    assert.deepEqual(distinctPorts([{ published: 3868, protocol: "sctp", http: false }]), []);
  });
});
