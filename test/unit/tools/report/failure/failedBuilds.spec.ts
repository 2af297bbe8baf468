import assert from "node:assert/strict";
import { engineEvents } from "../../../../../tools/pulumi/events.ts";
import {
  buildArguments,
  buildHint,
  failedBuilds,
  lastLines,
} from "../../../../../tools/report/failure/failedBuilds.ts";

/** A line of the engine's log, shortened to what is read. */
const failed = (type: string, inputs: unknown) =>
  JSON.stringify({
    sequence: 482,
    resOpFailedEvent: {
      metadata: {
        op: "create",
        urn: `urn:pulumi:dev::swarm::swarm:index:StackImages$swarm:index:ServiceImage$${type}::example/api`,
        type,
        new: { inputs },
      },
    },
  });

const image = "docker-build:index:Image";

describe("failedBuilds", () => {
  it("finds the images that failed to build, with their build options", () => {
    const events = [
      '{"sequence":1,"preludeEvent":{}}',
      failed(image, {
        context: { location: "example/api" },
        dockerfile: { inline: "", location: "example/api/Dockerfile" },
        target: "",
      }),
      failed(image, {
        context: { location: "../shop" },
        dockerfile: { location: "../shop/web.Dockerfile" },
        target: "release",
        platforms: ["linux/arm64"],
      }),
      failed("command:remote:Command", { create: "sh" }),
      '{"sequence":490,"resOpFailedEvent":{"metadata"',
      "",
    ].join("\n");
    assert.deepEqual(failedBuilds(engineEvents(events)), [
      { name: "example/api", context: "example/api", dockerfile: "example/api/Dockerfile", platforms: [] },
      {
        name: "example/api",
        context: "../shop",
        dockerfile: "../shop/web.Dockerfile",
        target: "release",
        platforms: ["linux/arm64"],
      },
    ]);
  });

  it("finds none in an empty log", () => {
    assert.deepEqual(failedBuilds(engineEvents("")), []);
  });
});

describe("buildArguments", () => {
  it("includes arguments that are not secret", () => {
    const build = { name: "shop/web", context: ".", dockerfile: "Dockerfile", platforms: [] };
    assert.equal(
      buildArguments(build, { SWARM_BASE_IMAGE: "debian:here" }).join(" "),
      "buildx build --builder default --progress plain --file Dockerfile --output type=cacheonly --build-arg SWARM_BASE_IMAGE=debian:here .",
    );
  });

  it("repeats the build's options, with plain progress", () => {
    assert.equal(
      buildArguments({
        name: "shop/web",
        context: "../shop",
        dockerfile: "../shop/web.Dockerfile",
        target: "release",
        platforms: ["linux/arm64"],
      }).join(" "),
      "buildx build --builder default --progress plain --file ../shop/web.Dockerfile --output type=cacheonly --target release --platform linux/arm64 ../shop",
    );
  });
});

describe("lastLines", () => {
  it("returns the last meaningful lines", () => {
    const output =
      "#5 [1/2] FROM debian\n#5 CACHED\n\n#6 [2/2] RUN cat /none\n#6 0.2 cat: no such file\n#6 ...\nERROR: exit code 1\n";
    assert.equal(lastLines(output, 2), "#6 0.2 cat: no such file\nERROR: exit code 1");
    assert.equal(lastLines(output).split("\n").length, 4);
  });
});

describe("buildHint", () => {
  it("says what a build for several platforms, or for another one, needs on this computer", () => {
    const both = ["linux/amd64", "linux/arm64"];
    assert.equal(
      buildHint("ERROR: Multi-platform build is not supported for the docker driver.", both),
      `the nodes run linux/amd64 and linux/arm64, so images are built for both: turn on the containerd image store of this computer's engine ("features": {"containerd-snapshotter": true} in /etc/docker/daemon.json, or Docker Desktop's settings), then run npm run up again`,
    );
    assert.equal(
      buildHint("#6 0.1 exec /bin/sh: exec format error", ["linux/arm64"]),
      "this computer runs no programs for linux/arm64: install emulation (docker run --privileged --rm tonistiigi/binfmt --install all), then run npm run up again",
    );
    assert.equal(buildHint("cat: no such file", both), "fix it, then run npm run up again");
    assert.equal(buildHint("exec format error", []), "fix it, then run npm run up again");
  });
});
