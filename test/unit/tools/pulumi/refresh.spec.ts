import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { refreshOption } from "../../../../tools/pulumi/refresh.ts";
import { FakeDocker } from "../../../support/fakeDocker.ts";
import { Folder } from "../../../support/folder.ts";

const command = { type: "command:local:Command", custom: true };
const pushedByBuilder = { type: "docker-build:index:Image", custom: true, inputs: { push: false } };
const idle = [
  { type: "pulumi:pulumi:Stack", custom: true },
  { type: "pulumi:index:Stash", custom: true },
  { type: "swarm:index:SwarmNode", custom: false },
  command,
  pushedByBuilder,
];
const image = {
  type: "docker:index/remoteImage:RemoteImage",
  custom: true,
  id: "sha256:1swarm-dev-machine:2",
  inputs: { name: "swarm-dev-machine:2" },
};

interface Project {
  readonly resources?: readonly object[];
  readonly pending?: readonly object[];
  readonly target?: string;
}

function project({ resources = idle, pending = [], target = "hosts" }: Project): Folder {
  const latest = { resources, pending_operations: pending };
  return new Folder().write({
    "Pulumi.yaml": "name: swarm\nruntime: nodejs\n",
    "Pulumi.dev.yaml": `config:\n  swarm:target: ${target}\n`,
    ".state/.pulumi/stacks/swarm/dev.json.gz": gzipSync(JSON.stringify({ checkpoint: { latest } })),
  });
}

async function option(
  given: Project,
  args: readonly string[] = ["up"],
  environment: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  using folder = project(given);
  const url = pathToFileURL(folder.at(".state")).href;
  return await refreshOption(args, "dev", folder.path, { PULUMI_BACKEND_URL: url, ...environment });
}

const off = ["--refresh=false"];

describe("refreshOption", () => {
  it("switches the refresh off if it would read nothing", async () => {
    for (const verb of ["up", "update", "preview", "destroy"])
      assert.deepEqual(await option({}, [verb]), off);
    assert.deepEqual(await option({}, ["-s", "dev", "up", "--yes"]), off);
  });

  it("leaves every other command alone", async () => {
    for (const verb of ["refresh", "import", "stack"]) assert.deepEqual(await option({}, [verb]), []);
  });

  it("leaves the decision to the user", async () => {
    for (const word of ["--refresh", "--refresh=true", "--refresh=false", "-r", "-yr"])
      assert.deepEqual(await option({}, ["up", word]), [], word);
    assert.deepEqual(await option({}, ["up"], { PULUMI_OPTION_REFRESH: "true" }), []);
  });

  it("refreshes resources that only their provider knows", async () => {
    const bucket = { type: "aws:s3/bucket:Bucket", custom: true };
    assert.deepEqual(await option({ resources: [...idle, bucket] }), []);
    assert.deepEqual(await option({ resources: [...idle, bucket], target: "aws" }), []);
    assert.deepEqual(await option({ resources: [...idle, bucket], target: "local" }), []);
  });

  it("refreshes images that the plugin pushed, and checks", async () => {
    assert.deepEqual(await option({ resources: [{ ...pushedByBuilder, inputs: { push: true } }] }), []);
  });

  it("refreshes after an interrupted run", async () => {
    assert.deepEqual(await option({ pending: [{ type: "creating", resource: command }] }), []);
  });

  it("asks the target, which asks this computer's engine", async () => {
    const given = { resources: [...idle, image], target: "local" };
    {
      using docker = new FakeDocker(`echo '[{"Id":"sha256:1"}]'`);
      assert.deepEqual(await option(given), off);
      assert.deepEqual(docker.calls, ["docker image inspect swarm-dev-machine:2"]);
    }
    using _docker = new FakeDocker(`echo '[{"Id":"sha256:2"}]'`);
    assert.deepEqual(await option(given), []);
  });

  it("refreshes if the state is not in a folder, is missing or cannot be read", async () => {
    assert.deepEqual(await option({}, ["up"], { PULUMI_BACKEND_URL: "s3://bucket" }), []);
    assert.deepEqual(await option({}, ["up"], { PULUMI_BACKEND_URL: "file:///nowhere" }), []);
    using folder = project({});
    folder.write({ ".state/.pulumi/stacks/swarm/dev.json.gz": "{" });
    const url = pathToFileURL(folder.at(".state")).href;
    assert.deepEqual(await refreshOption(["up"], "dev", folder.path, { PULUMI_BACKEND_URL: url }), []);
  });
});
