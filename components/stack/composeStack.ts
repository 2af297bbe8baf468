import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { ComposeModel } from "../compose/model.ts";
import { goingWith, type Machine, machineSetHash } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import { type PayloadRecord, payloadOf } from "../steps/payload.ts";
import { remoteStep, stepOutput } from "../steps/remoteStep.ts";
import { planDeployment } from "./deployment.ts";
import { serviceHashes, serviceSummaries } from "./serviceSummary.ts";

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
  /** A new swarm has no part of the stack yet. */
  readonly swarmId: pulumi.Input<string>;
  /** Rerun trigger: drift in the stack. */
  readonly again?: pulumi.Input<string>;
  /** The nodes that are ready for tasks and have the images. */
  readonly nodes: readonly pulumi.Resource[];
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
      .all([pulumi.all(args.images), args.objectKey, seed.cluster.id])
      .apply(([images, objectKey, cluster]) => planDeployment(model, images, objectKey, cluster));
    const content = pulumi
      .all([deployment, args.objectKey])
      .apply(([{ records }, key]) => markOf(records, key));
    const attempt = remoteStep(
      stepNames.attempt.of(model.name),
      {
        machine: seed,
        run: { scope: "ours", script: script("attempt.sh"), args: [pulumi.unsecret(content), args.swarmId] },
        undo: { scope: "undo", script: script("remove.sh"), args: [model.name], deadline: 1900 },
      },
      { parent: this, dependsOn: [...args.nodes], ...goingWith(seed) },
    );
    const payload = pulumi
      .all([machineSetHash(args.machines), stepOutput(attempt), deployment])
      .apply(([machines, word, { records }]) =>
        payloadOf([["machines", machines], ["attempt", word], ...records]),
      );
    const step = remoteStep(
      name,
      {
        machine: seed,
        run: {
          scope: "ours",
          script: script("deploy.sh"),
          args: [model.name, String(timeout), pulumi.unsecret(deployment.apply(({ args }) => args))],
          // A run that was killed may have left a deployment in progress.
          deadline: 2 * (timeout + 240),
        },
        payload,
        progress: true,
        ...(args.again === undefined ? {} : { again: args.again }),
      },
      { parent: this, dependsOn: [...args.nodes], ...goingWith(seed) },
    );
    this.deployed = stepOutput(step);
    this.registerOutputs({ deployed: this.deployed });
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

/** A keyed hash of the content that is deployed. */
function markOf(records: readonly PayloadRecord[], key: string): string {
  return createHmac("sha256", key).update(payloadOf(records)).digest("hex").slice(0, 12);
}
