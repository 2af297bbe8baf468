import { createHmac } from "node:crypto";
import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import type { ComposeModel } from "../compose/model.ts";
import { type FileSystem, nfsOptions, sharedDirectories } from "../compose/sharedVolumes.ts";
import type { LiveSwarm } from "../live/liveSwarm.ts";
import { goingWith, type Machine, machineSetHash } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import { localStep } from "../steps/localStep.ts";
import { packed } from "../steps/packed.ts";
import type { RemoteCommand } from "../steps/remoteCommand.ts";
import { ownerArgs, remoteStep, stepOutput } from "../steps/remoteStep.ts";
import { quote, withTrigger } from "../steps/shell.ts";
import { deadlines } from "../steps/times.ts";
import type { DeployerInput } from "./deployer/deployerInput.ts";
import { type Deployment, expectedArguments, planDeployment } from "./deployment.ts";
import { serviceHashes, serviceSummaries } from "./serviceSummary.ts";
import { volumeHolders } from "./volumeHolders.ts";

export interface ComposeStackArgs {
  readonly model: ComposeModel;
  readonly seed: Machine;
  /** `registry:5000/example/api@sha256:…` by service. */
  readonly images: Readonly<Record<string, pulumi.Input<string>>>;
  /** `example/api:<content>` by built service: known before the build. */
  readonly tagged: Readonly<Record<string, string>>;
  /** Secret key of the hashes in the names of configs and secrets. */
  readonly objectKey: pulumi.Output<string>;
  /** Seconds until the services must converge. */
  readonly timeout: number;
  /** A change of the machine set makes the step wait for the services again. */
  readonly machines: readonly Machine[];
  /** Of all nodes in the settings. */
  readonly nodeIds: readonly pulumi.Output<string>[];
  /** Names of the pools that scale, whose nodes are in no settings; default none. */
  readonly scalingPools?: readonly string[] | undefined;
  /** The live state, if it is known. */
  readonly live?: LiveSwarm | undefined;
  /** A new swarm has no part of the stack yet. */
  readonly swarmId: pulumi.Input<string>;
  /** Drift in the stack. */
  readonly rerunTrigger?: pulumi.Input<string>;
  /** The nodes that are ready for tasks and have the images. */
  readonly nodes: readonly pulumi.Resource[];
  /** Holds the volumes of type efs. */
  readonly fileSystem?: pulumi.Output<FileSystem> | undefined;
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/** Deploys a compose file as a swarm stack, and waits until every service has converged. */
export class ComposeStack extends pulumi.ComponentResource {
  /** `SERVICE=REVISION=KIND …`, known when every service runs at its revision. */
  readonly deployed: pulumi.Output<string>;

  constructor(name: string, args: ComposeStackArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.ComposeStack, name, { services: inputsOf(args) }, options);
    const { model, seed, timeout } = args;
    const deployment = pulumi
      .all([pulumi.all(args.images), args.objectKey, seed.cluster.id, args.fileSystem])
      .apply(([images, objectKey, cluster, fileSystem]) =>
        planDeployment(model, images, objectKey, cluster, fileSystem),
      );
    const content = pulumi
      .all([deployment, args.objectKey])
      .apply(([deployment, key]) => markOf(deployment, key));
    const volumes = this.placeVolumes(args);
    const nodes = [...args.nodes, ...(volumes ? [volumes] : []), ...this.makeDirectories(args)];
    const attempt = remoteStep(
      stepNames.attempt.of(model.name),
      {
        machine: seed,
        run: { scope: "ours", script: script("attempt.sh"), args: [pulumi.unsecret(content), args.swarmId] },
        undo: {
          scope: "undo",
          script: script("remove.sh"),
          // The value makes the file system stay until the stack is gone.
          args: [args.fileSystem?.apply(() => model.name) ?? model.name],
          deadline: deadlines.removeStack,
        },
      },
      { parent: this, dependsOn: nodes, ...goingWith(seed) },
    );
    const away = args.machines.flatMap((machine) => (machine.isAway ? [machine.name] : []));
    const input = pulumi
      .all([
        seed.connection,
        pulumi.all(ownerArgs("ours", seed.cluster)),
        deployment,
        combine([...args.nodeIds], (...ids) => [...ids.toSorted(), ...(args.scalingPools ?? [])]),
        machineSetHash(args.machines),
        stepOutput(attempt),
      ])
      .apply(
        ([connection, [scope = "", cluster = "", adopt = ""], deployment, staying, machines, attempt]) => {
          const input: DeployerInput = {
            ...{ connection, node: seed.name, owner: [scope, cluster, adopt], away, staying, deployment },
            ...{ machines, attempt },
          };
          return packed(input);
        },
      );
    const expected = pulumi.unsecret(deployment.apply(expectedArguments));
    const rerunTrigger = args.rerunTrigger ?? "";
    const step = localStep(
      name,
      {
        create: pulumi
          .all([expected, rerunTrigger])
          .apply(([expected, rerunTrigger]) => deployCommand(model.name, timeout, expected, rerunTrigger)),
        stdin: pulumi.secret(input),
        program: "node",
        logging: local.Logging.Stderr,
      },
      {
        parent: this,
        dependsOn: attempt,
        ...goingWith(seed),
        // The program has its own deadlines; this one is for a computer that was suspended.
        customTimeouts: { create: `${3 * (timeout + 240)}s`, update: `${3 * (timeout + 240)}s` },
      },
    );
    this.deployed = stepOutput(step);
    // In the state, so that a preview knows where the data is.
    this.registerOutputs({ deployed: this.deployed, ...(volumes ? { volumes: stepOutput(volumes) } : {}) });
  }

  /** Makes the directories of the volumes on the file system. */
  private makeDirectories({ model, seed, nodes, fileSystem }: ComposeStackArgs): pulumi.Resource[] {
    const directories = sharedDirectories(model.name, model.document.volumes);
    if (!fileSystem || directories.length === 0) return [];
    return [
      remoteStep(
        stepNames.directories.of(model.name),
        {
          machine: seed,
          run: {
            scope: "ours",
            script: script("directories.sh"),
            args: [fileSystem.address, nfsOptions, ...directories],
            deadline: deadlines.directories,
          },
        },
        { parent: this, dependsOn: [...nodes], ...goingWith(seed) },
      ),
    ];
  }

  /** Chooses the node that holds each volume, once. */
  private placeVolumes({ model, seed, nodeIds, nodes, live }: ComposeStackArgs): RemoteCommand | undefined {
    if (model.pinned.length === 0) return undefined;
    const groups = model.pinned.map(({ volumes, services }) => `${volumes.join()}=${services.join()}`);
    const step = remoteStep(
      stepNames.volumes.of(model.name),
      {
        machine: seed,
        run: {
          scope: "ours",
          script: script("volumes.sh"),
          // A node that was removed no longer holds volumes.
          args: [model.name, machineSetHash(nodeIds.map((id) => ({ id }))), ...groups],
        },
        progress: true,
      },
      { parent: this, dependsOn: [...nodes], ...goingWith(seed) },
    );
    const volumes = model.pinned.flatMap((group) => group.volumes);
    if (pulumi.runtime.isDryRun())
      stepOutput(step).apply((recorded) => pulumi.log.info(volumeHolders(volumes, recorded, live), this));
    return step;
  }
}

/** Stored in the state, so that a preview shows changes by service; the step's own input is secret. */
function inputsOf({ model, tagged, objectKey }: ComposeStackArgs): pulumi.Inputs {
  const hashes = objectKey.apply((key) => serviceHashes(model, key));
  const services = Object.entries(serviceSummaries(model, tagged)).map(([name, summary]) => [
    name,
    { ...summary, hashes: pulumi.unsecret(hashes.apply((all) => all[name])) },
  ]);
  return Object.fromEntries(services);
}

function deployCommand(stack: string, timeout: number, expected: string, rerunTrigger: string): string {
  const args = [stack, String(timeout), ...expected.split(" ")].map(quote).join(" ");
  return withTrigger(`node components/stack/deployer/deployStack.ts ${args}`, rerunTrigger);
}

/** A keyed hash of the content that is deployed. */
function markOf(deployment: Deployment, key: string): string {
  return createHmac("sha256", key).update(JSON.stringify(deployment)).digest("hex").slice(0, 12);
}
