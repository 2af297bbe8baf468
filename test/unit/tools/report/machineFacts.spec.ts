import assert from "node:assert/strict";
import { kernelFeatures } from "../../../../tools/report/machineFacts.ts";

const noVirtualAddresses =
  "no: no virtual addresses and no routing mesh: use endpoint_mode: dnsrr and ports in mode: host";

describe("kernelFeatures", () => {
  it("reads the kernel's settings", () => {
    const settings = "CONFIG_VXLAN=m\n# CONFIG_IP_VS is not set\nCONFIG_INET_ESP=y\nCONFIG_IP_VS_RR=y\n";
    assert.deepEqual(kernelFeatures(settings), [
      ["ip_vs", noVirtualAddresses],
      ["vxlan", "yes"],
      ["ESP", "yes"],
    ]);
  });

  it("does not guess", () => {
    assert.deepEqual(kernelFeatures(undefined), [
      ["ip_vs", "unknown: the kernel does not expose its configuration"],
      ["vxlan", "unknown: the kernel does not expose its configuration"],
      ["ESP", "unknown: the kernel does not expose its configuration"],
    ]);
  });
});
