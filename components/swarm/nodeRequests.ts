import * as pulumi from "@pulumi/pulumi";
import type { ClusterKeys } from "../keys/clusterKeys.ts";
import type { SshKeyPair } from "../keys/keyMaterial.ts";
import { goingWith, type Machine } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import { type PayloadRecord, payloadOf } from "../steps/payload.ts";
import { remoteStep } from "../steps/remoteStep.ts";
import { storedScript } from "../steps/script.ts";

export interface NodeRequestsArgs {
  readonly managers: readonly Machine[];
  readonly keys: readonly RequestKey[];
}

export interface RequestKey {
  readonly key: pulumi.Output<SshKeyPair>;
  /** The pool that scales whose machines have it, with the labels of their nodes; undefined for other workers. */
  readonly pool?: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/**
 * Lets workers ask the managers over SSH to drain them, which swarm allows no worker to do by itself.
 *
 * A manager runs nodeRequest.sh for whoever connects with this key, and nothing else.
 */
export class NodeRequests extends pulumi.ComponentResource {
  /** Done when all managers take requests. A pool's are undone once its machines have left: they ask until then. */
  readonly steps: readonly pulumi.Resource[];

  constructor(name: string, { managers, keys }: NodeRequestsArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.NodeRequests, name, {}, options);
    this.steps = managers.flatMap((machine) => keys.map((key) => this.step(machine, key)));
    this.registerOutputs();
  }

  private step(machine: Machine, { key, pool }: RequestKey): pulumi.Resource {
    const user = pulumi.unsecret(machine.connection.apply((connection) => connection.user));
    const { id } = storedScript(script("nodeRequest.sh"));
    const labels = Object.entries(pool?.labels ?? {}).map(([name, value]) => `${name}=${value}`);
    const records = labels.sort().map((label): PayloadRecord => ["label", label]);
    const own = pool === undefined ? [] : [pool.name];
    return remoteStep(
      stepNames.requests.of([machine.name, ...own].join("-")),
      {
        machine,
        run: {
          scope: "ours-or-none",
          script: script("acceptRequests.sh"),
          args: ["add", user, machine.id, id, ...own],
        },
        payload: key.apply(({ publicKey }) => payloadOf([["key", publicKey], ...records])),
        undo: { scope: "undo", script: script("acceptRequests.sh"), args: ["remove", user, ...own] },
      },
      {
        parent: this,
        dependsOn: [machine.resource, ...(machine.checks ?? [])],
        ...goingWith(machine),
      },
    );
  }
}

/** A manager as workers connect to it. */
export interface KnownManager {
  readonly address: string;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKey: string;
}

/** The managers' addresses and host keys. */
export function knownManagers(
  managers: readonly Machine[],
  keys: Pick<ClusterKeys, "host">,
): pulumi.Output<KnownManager[]> {
  return pulumi.all(
    managers.map(({ name, address }) =>
      pulumi
        .all([address, keys.host(name)])
        .apply(([address, { publicKey }]) => ({ address, hostKey: publicKey })),
    ),
  );
}
