import assert from "node:assert/strict";
import { main } from "../../../../tools/commands/destroy.ts";
import { otherCluster } from "../../../support/engineOwners.ts";
import { FakeDocker } from "../../../support/fakeDocker.ts";
import { cluster } from "../../../support/fakeHost.ts";
import { withPulumi } from "../../../support/fakePulumi.ts";

const noStack = `echo "error: no stack named 'shop' found" >&2; exit 6`;
const identity = {
  type: "pulumi:index:Stash",
  urn: "urn:pulumi:shop::swarm::swarm:index:ClusterIdentity$pulumi:index:Stash::cluster",
  outputs: { output: cluster },
};
const withState = `[ "$2" = export ] && echo '${JSON.stringify({ deployment: { resources: [identity] } })}'`;

/** What this computer has under the stack's name, and what carries the other cluster's id; removed means gone. */
const engine = `gone=$(dirname "$0")/gone
label=$(printf '\\t')shop$(printf '\\t')${otherCluster}
case "$*" in
  *" rm "*) echo "$1" >>"$gone" ;;
  *"label=swarm.cluster=${otherCluster}")
    grep -qsx "$1" "$gone" || case $1 in container) echo 1a2b ;; network) echo swarm-shop ;; volume) printf 'swarm-shop-manager-0\\nswarm-shop-registry\\n' ;; image) echo 3c4d ;; esac ;;
  *"label=swarm.cluster="*) ;;
  ps*) printf 'swarm-shop-manager-0%s\\nunrelated\\t\\t\\n' "$label" ;;
  "network ls"*) echo "swarm-shop$label" ;;
  "volume ls"*) printf 'swarm-shop-manager-0%s\\nswarm-shop-registry\\t\\t\\n' "$label" ;;
esac`;

/** Runs the command where Pulumi answers like this; what it prints, line by line. */
async function destroy(pulumi: string, ...args: string[]) {
  const { log, error } = console;
  const [out, err]: [string[], string[]] = [[], []];
  console.log = (text: string) => out.push(...text.split("\n"));
  console.error = (text: string) => err.push(...text.split("\n"));
  try {
    const code = await withPulumi(pulumi, () => main(["--stack", "shop", ...args]));
    return { code, out, err };
  } finally {
    Object.assign(console, { log, error });
  }
}

const removals = (docker: FakeDocker) => docker.calls.filter((call) => / rm |prune/.test(call));

const removedCluster = [
  "docker container rm --force --volumes 1a2b",
  "docker network rm swarm-shop",
  "docker volume rm --force swarm-shop-manager-0 swarm-shop-registry",
  "docker image rm --force 3c4d",
];
const listed = [
  `  container swarm-shop-manager-0, of cluster ${otherCluster}`,
  `  network swarm-shop, of cluster ${otherCluster}`,
  `  volume swarm-shop-manager-0, of cluster ${otherCluster}`,
  "  volume swarm-shop-registry, not made by this program",
];

describe("npm run destroy without the stack's state", () => {
  it("removes nothing, lists objects with its names and their owners, and exits with 1", async () => {
    using docker = new FakeDocker(engine);
    assert.deepEqual(await destroy(noStack), {
      code: 1,
      out: [],
      err: [
        "this folder has no cluster of stack shop, so nothing was removed; this computer has of that name:",
        ...listed,
        "  → destroy it in the folder that created it",
        `  → to remove what it made, with all data on it: npm run destroy -- --stack shop --cluster ${otherCluster}`,
      ],
    });
    assert.deepEqual(removals(docker), []);
  });

  it("offers to remove only what this program created", async () => {
    using docker = new FakeDocker(`[ "$1" != volume ] || printf 'swarm-shop-manager-0\\t\\t\\n'`);
    assert.deepEqual(await destroy(noStack), {
      code: 1,
      out: [],
      err: [
        "this folder has no cluster of stack shop, so nothing was removed; this computer has of that name:",
        "  volume swarm-shop-manager-0, not made by this program",
        "  → destroy it in the folder that created it",
      ],
    });
    assert.deepEqual(removals(docker), []);
  });

  it("succeeds if nothing has that name", async () => {
    using docker = new FakeDocker("");
    assert.deepEqual(await destroy(noStack), {
      code: 0,
      out: ["nothing of stack shop is left"],
      err: [],
    });
    assert.deepEqual(removals(docker), []);
  });

  it("removes nothing if the state cannot be read", async () => {
    using docker = new FakeDocker(engine);
    await assert.rejects(destroy('echo "error: ExpiredToken" >&2; exit 255'), {
      message:
        "the state of stack shop cannot be read: error: ExpiredToken\n  → nothing was changed; fix that, then run npm run destroy again",
    });
    assert.deepEqual(removals(docker), []);
  });
});

describe("npm run destroy of a protected stack", () => {
  it("removes nothing, and says what to change", async () => {
    using docker = new FakeDocker(engine);
    const disk = { type: "a", urn: "urn:pulumi:shop::swarm::a::manager-0-data", protect: true };
    const state = JSON.stringify({ deployment: { resources: [identity, disk] } });
    await assert.rejects(destroy(`[ "$2" = export ] && echo '${state}'`), {
      message:
        "stack shop is protected, nothing was removed: manager-0-data\n" +
        "  → set protect to false in Pulumi.shop.yaml, run npm run up -- --stack shop, then destroy it",
    });
    assert.deepEqual(removals(docker), []);
  });
});

describe("npm run destroy --cluster", () => {
  for (const [where, pulumi] of [
    ["without a state", noStack],
    ["beside the state of another cluster, which stays", withState],
  ] as const)
    it(`removes only what carries that cluster's id: ${where}`, async () => {
      using docker = new FakeDocker(engine);
      assert.deepEqual(await destroy(pulumi, "--cluster", otherCluster), {
        code: 0,
        out: [
          "sweeping 1 container(s): 1a2b",
          "sweeping 1 network(s): swarm-shop",
          "sweeping 2 volume(s): swarm-shop-manager-0, swarm-shop-registry",
          "sweeping 1 image(s): 3c4d",
          `nothing of cluster ${otherCluster} is left on this computer`,
        ],
        err: [],
      });
      assert.deepEqual(removals(docker), removedCluster);
    });

  it("reports what it could not remove, and exits with 1", async () => {
    using docker = new FakeDocker(
      engine.replace('echo "$1" >>"$gone"', '[ "$1" = volume ] || echo "$1" >>"$gone"'),
    );
    const { code, err } = await destroy(noStack, `--cluster=${otherCluster}`);
    assert.deepEqual([code, err], [1, ["volume(s) still there: swarm-shop-manager-0, swarm-shop-registry"]]);
    assert.deepEqual(removals(docker), removedCluster);
  });

  for (const [args, value] of [
    [["--cluster", "shop"], "shop"],
    [
      ["--cluster", otherCluster.toUpperCase().replace("0", "A")],
      otherCluster.toUpperCase().replace("0", "A"),
    ],
    [["--cluster", `${otherCluster}0`], `${otherCluster}0`],
    [["--cluster="], "nothing"],
    [["--cluster"], "nothing"],
  ] as const)
    it(`refuses ${args.join(" ")} before it calls docker`, async () => {
      using docker = new FakeDocker(engine);
      await assert.rejects(destroy(noStack, ...args), {
        message: `--cluster: ${value} is not the id of a cluster\n  → npm run destroy -- --stack shop lists them`,
      });
      assert.deepEqual(docker.calls, []);
    });
});
