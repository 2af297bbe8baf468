import { getInstance } from "@pulumi/aws/ec2/getInstance.js";
import type { Instance } from "@pulumi/aws/ec2/instance.js";
import { InstanceState } from "@pulumi/aws/ec2transitgateway/instanceState.js";
import * as pulumi from "@pulumi/pulumi";

/** Starts a machine that somebody stopped; its deletion changes nothing in AWS. */
export function startMachine(
  node: string,
  instance: Instance,
  options: pulumi.CustomResourceOptions,
): InstanceState {
  const args = { instanceId: instance.id, state: "running" };
  return new InstanceState(node, args, { ...options, deletedWith: instance });
}

/**
 * Starts the bastion if somebody stopped it: before the live state is read, which goes through it, or with
 * the other machines. The first call registers it; it has no parent, so that its URN is the same either way.
 */
export function bastionStart(provider: pulumi.ProviderResource) {
  let started: InstanceState | undefined;
  return (instanceId: pulumi.Input<string>): InstanceState => {
    started ??= new InstanceState("bastion", { instanceId, state: "running" }, { provider });
    return started;
  };
}

/**
 * The public address of a worker. The state has none if the machine was stopped before this run; it gets another
 * one when it starts.
 */
export function publicAddress(
  node: string,
  instance: Instance,
  running: InstanceState,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  return instance.publicIp.apply((known) =>
    known || pulumi.runtime.isDryRun()
      ? pulumi.output(known)
      : running.id.apply((instanceId) => addressNow(node, instanceId, parent)),
  );
}

async function addressNow(node: string, instanceId: string, parent: pulumi.Resource): Promise<string> {
  const { publicIp } = await getInstance({ instanceId }, { parent });
  if (publicIp) return publicIp;
  throw new pulumi.RunError(
    `${node}: the machine ${instanceId} has no public address\n  → see in AWS that it runs, and that its subnet assigns public addresses; or replace it: npm run up -- --replace '**::${node}'`,
  );
}
