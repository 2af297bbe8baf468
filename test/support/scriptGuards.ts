/**
 * How each shell script of the components is kept from changing what belongs to another cluster or was
 * created by hand. A new script needs an entry here: test/unit/scriptGuards.spec.ts.
 */

/** Scripts of remote steps with their scopes: steps/scripts/owner.sh checks the owner of the swarm. */
export const stepScripts: Readonly<Record<string, readonly string[]>> = {
  "components/targets/aws/machines/scripts/booted.sh": ["any"],
  "components/targets/aws/machines/scripts/watch.sh": ["ours-or-none"],
  "components/machines/scripts/leave.sh": ["undo"],
  "components/machines/scripts/managerReady.sh": ["ours-or-none"],
  "components/images/scripts/pull.sh": ["ours-or-none"],
  "components/images/scripts/used.sh": ["ours-or-none"],
  "components/stack/scripts/attempt.sh": ["ours"],
  "components/stack/scripts/directories.sh": ["ours"],
  "components/stack/scripts/remove.sh": ["undo"],
  "components/stack/scripts/volumes.sh": ["ours"],
  "components/swarm/scripts/acceptRequests.sh": ["ours-or-none", "undo"],
  "components/swarm/scripts/bootstrap.sh": ["ours-or-none"],
  "components/swarm/scripts/join.sh": ["ours-or-none"],
  "components/swarm/scripts/member.sh": ["ours", "undo"],
  "components/swarm/scripts/poolImages.sh": ["ours"],
  "components/swarm/scripts/ready.sh": ["ours"],
  "components/swarm/scripts/rebalance.sh": ["ours"],
  "components/swarm/scripts/token.sh": ["ours"],
};

/** Scripts that the deployer runs over SSH, with the scope "ours" of `ComposeStack` (composeStack.spec.ts). */
export const deployerScripts: readonly string[] = [
  "components/stack/scripts/engineAccess.sh",
  "components/stack/scripts/record.sh",
  "components/stack/scripts/stackCommand.sh",
];

/** Scripts that steps install on machines, and what starts them there, with the guard in front. */
export const installedScripts: Readonly<Record<string, string>> = {
  "components/swarm/scripts/nodeRequest.sh": "OpenSSH, with the scope ours: acceptRequests.sh",
  "components/targets/aws/machines/scripts/watchNotices.sh":
    "systemd, with the scope any: it changes nothing but asks a manager",
};

/** Functions that those scripts and steps send before their own text. */
export const stepFunctions: readonly string[] = [
  "components/live/scripts/deployed.sh",
  "components/swarm/scripts/engine.sh",
  "components/swarm/scripts/handOver.sh",
  "components/swarm/scripts/ports.sh",
  "components/swarm/scripts/volumeNodes.sh",
  "components/targets/aws/machines/scripts/notices.sh",
];

/** The check of a machine: preflight/machineCheck.ts sends them after the guards. */
export const checkScripts: readonly string[] = [
  ...["engineChecks", "networkChecks", "preflight", "store"].map(
    (name) => `components/preflight/scripts/${name}.sh`,
  ),
  "components/targets/aws/machines/scripts/metrics.sh",
  "components/targets/aws/machines/scripts/noMetrics.sh",
  "components/targets/hosts/machines/scripts/host.sh",
];

/** Scripts of `npm run volumes`, sent with the guard in front. */
export const toolScripts = ["volumeData", "volumeServices"].map(
  (name) => `components/swarm/scripts/${name}.sh`,
);

/** Sent before remote scripts: shared functions, the ownership check, and the reader of payloads. */
export const guards = ["owner", "payload", "prelude"].map((name) => `components/steps/scripts/${name}.sh`);

/** Runs before the scripts of engineStep, which create and remove what carries the cluster's id. */
export const engineGuard = "components/targets/local/resources/scripts/engineOwner.sh";
export const engineScripts = [
  "components/targets/local/resources/scripts/network.sh",
  "components/targets/local/resources/scripts/volume.sh",
];

/** Scripts that run on every machine, whoever owns it: they change nothing. */
export const readingScripts = ["components/live/scripts/probe.sh"];

/** Scripts inside our images, which only our containers start. */
export const imageScripts = [
  "components/targets/local/entryPoint/balancerImage/traffic.sh",
  "components/targets/local/machines/machineImage/entry.sh",
  "components/targets/local/registry/registryImage/entry.sh",
  "components/targets/local/registry/registryImage/retain.sh",
];

/** All others, with the reason why they need no guard. */
export const otherScripts: Readonly<Record<string, string>> = {
  "components/steps/scripts/run.sh": "starts a stored script, which has the guard in front",
  "components/targets/aws/machines/pools/scripts/poolNode.sh":
    "a service of an instance that the cluster's own auto-scaling group has just made",
  "components/targets/aws/machines/scripts/boot.sh":
    "the first boot of an instance that Pulumi has just made for this cluster",
  "components/targets/local/machines/scripts/started.sh":
    "starts containers by name, which stoppedContainers found by the cluster's id",
  "components/steps/scripts/limited.sh": "limits the environment of the commands of other steps",
  "components/targets/local/entryPoint/scripts/nodeTraffic.sh":
    "runs traffic.sh only in a balancer of this cluster",
  "components/targets/local/registry/scripts/retain.sh":
    "asks the registry's container, whose name up refuses where it is another's, and removes only tags of its address",
};

/** Every file that creates a Pulumi command, what it uses of the package, and how that is guarded. */
export const commandMakers: Readonly<
  Record<string, { readonly uses: readonly string[]; readonly guard: string }>
> = {
  "components/steps/remoteStep.ts": {
    uses: ["remote.Logging.None", "remote.Logging.Stderr"],
    guard: "puts owner.sh in front of every script",
  },
  "components/steps/remoteCommand.ts": {
    uses: ["getVersion"],
    guard: "registers what remoteStep.ts makes, and nobody else (test/unit/architecture.spec.ts)",
  },
  "components/targets/local/resources/engineStep.ts": {
    uses: ["local.Logging.None"],
    guard: "runs engineOwner.sh, which runs the other scripts",
  },
  "components/steps/localStep.ts": {
    uses: ["new local.Command"],
    guard: "limits the environment of what those below and engineStep.ts run, but for mirroredImage.ts",
  },
  "components/entrypoint/endpointCheck.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "asks an address over HTTP, and changes nothing",
  },
  "components/targets/aws/entryPoint/targetSteps.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "runs targets.ts, which asks AWS about the cluster's own target groups, and changes nothing",
  },
  "components/targets/aws/registry/deployedTags.ts": {
    uses: ["local.Logging.None"],
    guard: "runs mirror.ts, which only adds a tag to an image of the stack's own repository",
  },
  "components/targets/local/entryPoint/nodeTraffic.ts": {
    uses: ["local.Logging.None"],
    guard: "runs nodeTraffic.sh, which runs traffic.sh in the cluster's own balancer",
  },
  "components/images/mirroredImage.ts": {
    uses: ["local.Logging.None"],
    guard: "pushes into the registry of the settings, under names of the stack",
  },
  "components/preflight/preflight.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "runs machineCheck.ts, which puts owner.sh in front of the check",
  },
  "components/steps/firstStep.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "runs runFirst.ts, which puts owner.sh in front of the script",
  },
  "components/stack/composeStack.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "runs deployStack.ts, which reaches the swarm only through stored scripts, with owner.sh in front",
  },
  "components/targets/local/registry/imageRetention.ts": {
    uses: ["local.Logging.Stderr"],
    guard: "runs retain.sh against the registry's container",
  },
};

/** Every file that names a script for another purpose than a step of its own, and the purpose. */
export const otherReaders: Readonly<
  Record<string, { readonly scripts: readonly string[]; readonly use: string }>
> = {
  "components/stack/deployer/deployStack.ts": {
    scripts: ["engineAccess.sh", "record.sh", "stackCommand.sh"],
    use: "the scripts of the deployer",
  },
  "components/live/probe.ts": { scripts: ["deployed.sh", "probe.sh"], use: "asks a machine over SSH" },
  "components/swarm/nodeRequests.ts": { scripts: ["nodeRequest.sh"], use: "acceptRequests.sh installs it" },
  "components/targets/aws/machines/instanceWatch.ts": {
    scripts: ["watchNotices.sh"],
    use: "watch.sh installs it",
  },
  "components/targets/aws/machines/pools/poolData.ts": {
    scripts: ["notices.sh", "poolNode.sh"],
    use: "the user data of an instance",
  },
  "components/targets/aws/machines/bootData.ts": {
    scripts: ["boot.sh"],
    use: "the user data of an instance",
  },
  "components/targets/local/resources/engineStep.ts": {
    scripts: ["engineOwner.sh", "network.sh", "volume.sh"],
    use: "the guard, and the only two scripts behind it",
  },
  "components/preflight/scriptArchive.ts": {
    scripts: ["engineChecks.sh", "networkChecks.sh", "preflight.sh", "run.sh", "store.sh"],
    use: "the check of a machine, with the guard in front, and what starts the stored scripts",
  },
  "components/targets/hosts/machines.ts": { scripts: ["host.sh"], use: "the first part of that check" },
  "components/targets/local/machines/stoppedContainers.ts": {
    scripts: ["started.sh"],
    use: "runs on this computer",
  },
  "components/targets/local/computer/kernelCheck.ts": {
    scripts: ["preflight.sh"],
    use: "looks at this computer's own kernel",
  },
  "components/steps/localStep.ts": { scripts: ["limited.sh"], use: "limits the environment of commands" },
  "components/targets/local/entryPoint/nodeTraffic.ts": {
    scripts: ["nodeTraffic.sh"],
    use: "a command on this computer",
  },
  "components/targets/local/registry/imageRetention.ts": {
    scripts: ["retain.sh"],
    use: "a command on this computer",
  },
  "components/steps/script.ts": {
    scripts: ["owner.sh", "payload.sh", "prelude.sh"],
    use: "puts the guard in front",
  },
};
