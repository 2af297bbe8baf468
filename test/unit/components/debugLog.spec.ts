import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { silenceDebugLog } from "../../../components/debugLog.ts";

describe("silenceDebugLog", () => {
  const { debug } = pulumi.log;
  after(() => {
    Object.assign(pulumi.log, { debug });
  });

  it("drops all debug messages and keeps the others", async () => {
    const { warn } = pulumi.log;
    silenceDebugLog();
    assert.notEqual(pulumi.log.debug, debug);
    assert.equal(pulumi.log.warn, warn);
    assert.equal(await pulumi.log.debug("secret"), undefined);
  });
});
