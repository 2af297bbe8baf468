import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { FakeDocker } from "../../support/fakeDocker.ts";
import { Folder } from "../../support/folder.ts";
import { own, removeImagesOnly, removeKilledTests } from "../../support/killedTests.ts";

const held = `case "$*" in
  version|*" rm "*) ;;
  "container ls"*stack=shop) echo 1a2b ;;
  "volume ls"*stack=shop) echo swarm-shop-manager-0 ;;
esac`;
const removals = [
  "docker container rm --force --volumes 1a2b",
  "docker volume rm --force swarm-shop-manager-0",
];

/** A test's clone, whose process is gone where the test says so. */
function cloneOf({ stack = "shop", isGone = true } = {}): Folder {
  const folder = new Folder();
  {
    using _empty = new FakeDocker("");
    own(folder.at("swarm-e2e-1"), stack);
  }
  const note = "swarm-e2e-1/.state/owner.json";
  const owner = JSON.parse(folder.read(note));
  if (isGone) folder.write({ [note]: JSON.stringify({ ...owner, started: "long ago" }) });
  return folder;
}

const removed = (docker: FakeDocker) => docker.calls.filter((call) => call.includes(" rm "));

describe("removeKilledTests", () => {
  it("removes the clone and the machines of a test whose process is gone", () => {
    using folder = cloneOf();
    using docker = new FakeDocker(held);
    removeKilledTests(folder.path);
    assert.deepEqual(removed(docker), removals);
    assert.equal(existsSync(folder.at("swarm-e2e-1")), false);
  });

  it("keeps those of a running test", () => {
    using folder = cloneOf({ isGone: false });
    using docker = new FakeDocker(held);
    removeKilledTests(folder.path);
    assert.deepEqual(docker.calls, []);
    assert.ok(existsSync(folder.at("swarm-e2e-1")));
  });

  it("keeps a stack that existed before the test", () => {
    using folder = new Folder();
    using docker = new FakeDocker(held);
    own(folder.at("swarm-e2e-1"), "shop");
    assert.equal("stack" in JSON.parse(folder.read("swarm-e2e-1/.state/owner.json")), false);
    assert.deepEqual(removed(docker), []);
  });

  it("keeps the clone if no engine answers, as the only record of what to remove", () => {
    using folder = cloneOf();
    using _docker = new FakeDocker("exit 1");
    removeKilledTests(folder.path);
    assert.ok(existsSync(folder.at("swarm-e2e-1")));
  });
});

describe("removeImagesOnly", () => {
  it("removes the images of a stack that has nothing else", () => {
    using docker = new FakeDocker('case "$1 $2" in "image ls") echo 1a2b ;; esac');
    removeImagesOnly("shop");
    assert.deepEqual(removed(docker), ["docker image rm --force 1a2b"]);
  });

  it("keeps the images of a stack that has a volume", () => {
    using docker = new FakeDocker('case "$1 $2" in "image ls") echo 1a2b ;; "volume ls") echo data ;; esac');
    removeImagesOnly("shop");
    assert.deepEqual(removed(docker), []);
  });
});
