import { createHmac } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { ComposeModel } from "../compose/model.ts";
import { goingWith, type Machine } from "../machines/machine.ts";
import { machineSetHash } from "../machines/machineSetHash.ts";
import { type PayloadRecord, payloadOf } from "../steps/payload.ts";
import { remoteStep, stepOutput } from "../steps/remoteStep.ts";
import { planDeployment } from "./deployment.ts";
import { serviceHashes, serviceSummaries } from "./serviceSummary.ts";

export interface ComposeStackArgs {
  readonly model: ComposeModel;
  /** The manager that deploys. */
  readonly seed: Machine;
  /** `registry:5000/example/api@sha256:…` by service. */
  readonly images: Readonly<Record<string, pulumi.Input<string>>>;
  /** `example/api:<content>` by service that is built: known before it is built. */
  readonly tagged: Readonly<Record<string, string>>;
  /** Secret; keys the hashes in the names of configs and secrets. */
  readonly objectKey: pulumi.Output<string>;
  /** Seconds the services may take to converge. */
  readonly timeout: number;
  /** Another set of machines is another place to run: the services are waited for again. */
  readonly machines: readonly Machine[];
  /** Another swarm has nothing of the stack yet. */
  readonly swarmId: pulumi.Input<string>;
  /** Another word deploys it again: something of it was changed by hand. */
  readonly again?: pulumi.Input<string>;
  /** The nodes that are ready for work, with the images on them. */
  readonly nodes: readonly pulumi.Resource[];
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/** A compose file as a stack of the swarm; it is there when every service has converged. */
export class ComposeStack extends pulumi.ComponentResource {
  /** `SERVICE=REVISION=KIND …`, known once every service runs at its revision. */
  readonly deployed: pulumi.Output<string>;

  constructor(name: string, args: ComposeStackArgs, options?: pulumi.ComponentResourceOptions) {
    super("swarm:index:ComposeStack", name, { services: inputsOf(args) }, options);
    const { model, seed, timeout } = args;
    const deployment = pulumi
      .all([pulumi.all(args.images), args.objectKey, seed.cluster.id])
      .apply(([images, objectKey, cluster]) => planDeployment(model, images, objectKey, cluster));
    const content = pulumi
      .all([deployment, args.objectKey])
      .apply(([{ records }, key]) => markOf(records, key));
    const attempt = remoteStep(
      `${model.name}-attempt`,
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
          functions: [
            new URL("../live/scripts/deployed.sh", import.meta.url),
            ...["objects.sh", "judge.sh", "report.sh", "rollback.sh"].map(script),
          ],
          args: [model.name, String(timeout), pulumi.unsecret(deployment.apply(({ args }) => args))],
          // A run that was killed may have left a deployment that still goes on.
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

/** In the state, so that a preview can tell what changes about which service; the step's own input is secret. */
function inputsOf({ model, tagged, objectKey }: ComposeStackArgs): pulumi.Inputs {
  const hashes = objectKey.apply((key) => serviceHashes(model, key));
  const services = Object.entries(serviceSummaries(model, tagged)).map(([name, summary]) => [
    name,
    { ...summary, hashes: pulumi.unsecret(hashes.apply((all) => all[name])) },
  ]);
  return Object.fromEntries(services);
}

/** A word for what is deployed. */
function markOf(records: readonly PayloadRecord[], key: string): string {
  return createHmac("sha256", key).update(payloadOf(records)).digest("hex").slice(0, 12);
}
