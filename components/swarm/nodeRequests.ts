import * as pulumi from "@pulumi/pulumi";
import type { SshKeyPair } from "../keys/keyMaterial.ts";
import { goingWith, type Machine } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import { remoteStep } from "../steps/remoteStep.ts";
import { storedScript } from "../steps/script.ts";

export interface NodeRequestsArgs {
  readonly managers: readonly Machine[];
  readonly key: pulumi.Output<SshKeyPair>;
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/**
 * Lets workers ask the managers over SSH to drain them, which swarm allows no worker to do by itself.
 *
 * A manager runs nodeRequest.sh for whoever connects with this key, and nothing else.
 */
export class NodeRequests extends pulumi.ComponentResource {
  constructor(name: string, { managers, key }: NodeRequestsArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.NodeRequests, name, {}, options);
    const publicKey = pulumi.unsecret(key.apply((pair) => pair.publicKey));
    for (const machine of managers) {
      const user = pulumi.unsecret(machine.connection.apply((connection) => connection.user));
      const { id } = storedScript(script("nodeRequest.sh"));
      remoteStep(
        stepNames.requests.of(machine.name),
        {
          machine,
          run: {
            scope: "ours-or-none",
            script: script("acceptRequests.sh"),
            args: ["add", user, machine.id, id, publicKey],
          },
          undo: { scope: "undo", script: script("acceptRequests.sh"), args: ["remove", user] },
        },
        {
          parent: this,
          dependsOn: [machine.resource, ...(machine.checks ?? [])],
          ...goingWith(machine),
        },
      );
    }
    this.registerOutputs();
  }
}
