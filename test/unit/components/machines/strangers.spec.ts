import assert from "node:assert/strict";
import { strangersFault } from "../../../../components/machines/strangers.ts";
import { FakeDocker } from "../../../support/fakeDocker.ts";

const machines = `case "$1" in
  ps) printf 'swarm-shop-worker-0-1a2b\\nswarm-shop-manager-0\\n' ;;
  cp) echo 'ssh-ed25519 AAAAtheirs' ;;
esac`;
const fault = [
  "stack shop: this computer has its machines already, made from another folder: swarm-shop-manager-0, swarm-shop-worker-0-1a2b",
  "  → nothing was changed; go on in that folder, or take another name: npm start -- --stack NAME",
  "  → where that folder is gone: npm run destroy -- --stack shop removes them with all that is on them",
].join("\n");

describe("strangersFault", () => {
  it("names the machines that another state made", () => {
    using docker = new FakeDocker(machines);
    assert.equal(strangersFault("shop", "ssh-ed25519 AAAAours"), fault);
    assert.deepEqual(docker.calls, [
      "docker ps --all --filter label=swarm.stack=shop --filter label=swarm.node --format {{.Names}}",
      "docker cp swarm-shop-worker-0-1a2b:/etc/swarm/authorized_keys -",
    ]);
  });

  it("counts all machines as another's while this state has no key", () => {
    using _docker = new FakeDocker(machines);
    assert.equal(strangersFault("shop", undefined), fault);
  });

  it("finds nothing in this state's own machines", () => {
    using _docker = new FakeDocker(machines);
    assert.equal(strangersFault("shop", "ssh-ed25519 AAAAtheirs"), undefined);
  });

  it("finds nothing in a machine without a key, made as its run was killed", () => {
    using _docker = new FakeDocker('[ "$1" = ps ] && echo swarm-shop-manager-0');
    assert.equal(strangersFault("shop", "ssh-ed25519 AAAAours"), undefined);
  });

  it("finds nothing where there are no machines", () => {
    using docker = new FakeDocker("");
    assert.equal(strangersFault("shop", undefined), undefined);
    assert.equal(docker.calls.length, 1);
  });
});
