import assert from "node:assert/strict";
import { waitsForAddress } from "../../../../../../components/targets/aws/machines/addressRetry.ts";

const inUse =
  "operation error EC2: RunInstances, api error InvalidIPAddress.InUse: Address 10.64.128.4 is in use.";

describe("waitsForAddress", () => {
  it("waits while AWS has not freed the address, two minutes at most", () => {
    const failed = (count: number) => ({ failedOperation: "create", errors: Array(count).fill(inUse) });
    assert.deepEqual(
      [1, 23, 24].map((count) => waitsForAddress(failed(count))),
      [true, true, false],
    );
  });

  it("waits for nothing else", () => {
    assert.equal(waitsForAddress({ failedOperation: "create", errors: ["VcpuLimitExceeded", inUse] }), false);
    assert.equal(waitsForAddress({ failedOperation: "update", errors: [inUse] }), false);
  });
});
