/**
 * How each shell script of the components is kept from changing what another cluster, or somebody by hand, has made.
 * A new script needs a place here: test/unit/scriptGuards.spec.ts.
 */

/** Scripts of remote steps, with the scopes that they run in: remote/scripts/owner.sh asks whose the swarm is. */
export const stepScripts: Readonly<Record<string, readonly string[]>> = {
  "components/machines/ec2/scripts/booted.sh": ["any"],
  "components/machines/scripts/host.sh": ["ours-or-none"],
  "components/machines/scripts/leave.sh": ["undo"],
  "components/machines/scripts/seat.sh": ["ours-or-none"],
  "components/preflight/scripts/preflight.sh": ["ours-or-none"],
  "components/registry/scripts/pull.sh": ["ours-or-none"],
  "components/registry/scripts/used.sh": ["ours-or-none"],
  "components/stack/scripts/attempt.sh": ["ours"],
  "components/stack/scripts/deploy.sh": ["ours"],
  "components/stack/scripts/remove.sh": ["undo"],
  "components/swarm/scripts/bootstrap.sh": ["ours-or-none"],
  "components/swarm/scripts/join.sh": ["ours-or-none"],
  "components/swarm/scripts/member.sh": ["ours", "undo"],
  "components/swarm/scripts/ready.sh": ["ours"],
  "components/swarm/scripts/rebalance.sh": ["ours"],
  "components/swarm/scripts/token.sh": ["ours"],
};

/** Functions that those steps send in front of their scripts. */
export const stepFunctions: readonly string[] = [
  "components/live/scripts/deployed.sh",
  "components/preflight/scripts/engineChecks.sh",
  "components/preflight/scripts/networkChecks.sh",
  "components/stack/scripts/judge.sh",
  "components/stack/scripts/objects.sh",
  "components/stack/scripts/report.sh",
  "components/stack/scripts/rollback.sh",
  "components/swarm/scripts/engine.sh",
  "components/swarm/scripts/ports.sh",
];

/** In front of remote scripts: what all of them share, whose the swarm is, and how they read what they are sent. */
export const guards = ["owner", "payload", "prelude"].map((name) => `components/remote/scripts/${name}.sh`);

/** In front of the scripts of engineStep, which make and remove what carries the cluster's id. */
export const engineGuard = "components/machines/scripts/engineOwner.sh";
export const engineScripts = [
  "components/machines/scripts/network.sh",
  "components/machines/scripts/volume.sh",
];

/** Scripts that are asked of every machine, whoever owns it: they change nothing. */
export const readingScripts = ["components/live/scripts/look.sh"];

/** Scripts inside images of ours, which only containers of ours start. */
export const imageScripts = [
  "components/machines/image/entry.sh",
  "components/registry/image/entry.sh",
  "components/registry/image/retain.sh",
];

/** All others, with the reason why they need no guard. */
export const otherScripts: Readonly<Record<string, string>> = {
  "components/entrypoint/scripts/traffic.sh":
    "runs inside the balancer's container, whose label nodeTraffic.ts asks for first",
  "components/machines/ec2/scripts/boot.sh":
    "the first boot of an instance that Pulumi has just made for this cluster",
  "components/machines/scripts/limited.sh": "takes variables away, then runs a command of the makers below",
  "components/machines/scripts/started.sh":
    "starts containers by name, which stoppedContainers found by the cluster's id",
  "components/registry/scripts/retain.sh":
    "asks the registry's container, whose name up refuses where it is another's, and removes only tags of its address",
};

/** Every file that makes a Pulumi command, what it uses of the package, and how that is guarded. */
export const commandMakers: Readonly<
  Record<string, { readonly uses: readonly string[]; readonly guard: string }>
> = {
  "components/remote/remoteStep.ts": {
    uses: ["new remote.Command", "remote.Logging.None", "remote.Logging.Stderr"],
    guard: "puts owner.sh in front of every script",
  },
  "components/machines/engineStep.ts": {
    uses: ["local.Logging.None"],
    guard: "puts engineOwner.sh in front of every script",
  },
  "components/machines/localCommand.ts": {
    uses: ["new local.Command"],
    guard: "limits the environment of what those below and engineStep.ts run",
  },
  "components/entrypoint/answeringEntryPoint.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "asks an address over HTTP, and changes nothing",
  },
  "components/entrypoint/nodeTraffic.ts": {
    uses: ["local.Logging.None"],
    guard: "runs traffic.sh in the balancer's container",
  },
  "components/registry/mirroredImage.ts": {
    uses: ["local.Logging.None", "new local.Command"],
    guard: "pushes into the registry of the settings, under names of the stack",
  },
  "components/registry/oldImages.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "runs retain.sh against the registry's container",
  },
};

/** Every file that names a script for something else than a step of its own, and what for. */
export const otherReaders: Readonly<
  Record<string, { readonly scripts: readonly string[]; readonly use: string }>
> = {
  "components/entrypoint/nodeTraffic.ts": { scripts: ["traffic.sh"], use: "a command on this computer" },
  "components/live/look.ts": { scripts: ["deployed.sh", "look.sh"], use: "asks a machine over SSH" },
  "components/machines/containerNetwork.ts": { scripts: ["network.sh"], use: "engineStep" },
  "components/machines/ec2/bootData.ts": { scripts: ["boot.sh"], use: "the user data of an instance" },
  "components/machines/engineStep.ts": {
    scripts: ["engineOwner.sh", "network.sh", "volume.sh"],
    use: "the guard, and the only two scripts behind it",
  },
  "components/machines/engineVolume.ts": { scripts: ["volume.sh"], use: "engineStep" },
  "components/machines/localCommand.ts": { scripts: ["limited.sh"], use: "in front of local commands" },
  "components/machines/stoppedContainers.ts": { scripts: ["started.sh"], use: "runs on this computer" },
  "components/preflight/kernelCheck.ts": {
    scripts: ["preflight.sh"],
    use: "looks at this computer's own kernel",
  },
  "components/registry/oldImages.ts": { scripts: ["retain.sh"], use: "a command on this computer" },
  "components/remote/script.ts": {
    scripts: ["owner.sh", "payload.sh", "prelude.sh"],
    use: "puts the guard in front",
  },
};
