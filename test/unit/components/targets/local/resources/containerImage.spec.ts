import assert from "node:assert/strict";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { contextHash } from "../../../../../../components/images/build/contextHash.ts";
import { containerImage } from "../../../../../../components/targets/local/resources/containerImage.ts";
import { cluster } from "../../../../../support/fakeHost.ts";
import { Folder } from "../../../../../support/folder.ts";
import { owner } from "../../../../../support/machines.ts";
import { record } from "../../../../../support/recordedProgram.ts";

describe("containerImage", () => {
  it("is built locally, named by stack, purpose and content, with labels of stack and cluster", async () => {
    using folder = new Folder().write({ Dockerfile: "FROM scratch\n" });
    const { SWARM_BASE_IMAGE: before } = process.env;
    process.env.SWARM_BASE_IMAGE = "debian:here";
    const { recording, result } = await record(
      () => containerImage("machine", pathToFileURL(`${folder.path}/`), owner, {}).reference,
    );
    if (before === undefined) delete process.env.SWARM_BASE_IMAGE;
    else process.env.SWARM_BASE_IMAGE = before;
    const args = { SWARM_BASE_IMAGE: "debian:here" };
    const hash = contextHash({ context: folder.path, dockerfile: folder.at("Dockerfile"), args });
    assert.equal(result, `swarm-test-machine:${hash}`);
    assert.deepEqual(recording.find("RemoteImage machine-image").inputs, {
      name: result,
      build: {
        context: relative(process.cwd(), folder.path),
        buildArgs: { SWARM_BASE_IMAGE: "debian:here", STACK: "test", CLUSTER: cluster },
      },
      forceRemove: true,
    });
  });
});
