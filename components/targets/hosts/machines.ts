import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../../machines/machine.ts";
import { componentTypes, stepNames } from "../../names.ts";
import { type OverriddenNode, withOverrides } from "../../settings/nodeOverrides.ts";
import type { Settings } from "../../settings/settings.ts";
import { connectionTo } from "../../steps/connection.ts";
import { type ClusterOwner, remoteStep } from "../../steps/remoteStep.ts";
import { deadlines } from "../../steps/times.ts";
import type { HostSettings, HostsSettings } from "./settings/settings.ts";

export interface SshMachinesArgs {
  readonly hosts: Pick<HostsSettings, "machines" | "privateKey">;
  /** Node overrides. */
  readonly nodes: Settings["nodes"];
  /** The cluster that they join; a machine in another swarm is refused. */
  readonly cluster: ClusterOwner;
}

const ownCheck = new URL("./machines/scripts/host.sh", import.meta.url);
const leave = new URL("../../machines/scripts/leave.sh", import.meta.url);

/** Existing machines: checked first, removed from the swarm last, and never deleted. */
export class SshMachines extends pulumi.ComponentResource {
  readonly machines: readonly Machine[];

  constructor(name: string, args: SshMachinesArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.SshMachines, name, {}, options);
    const { cluster } = args;
    const { machines, privateKey } = args.hosts;
    this.machines = machines.map((host) => {
      const connection = pulumi.secret(connectionTo(host, privateKey));
      const id = idOf(host);
      const step = remoteStep(
        stepNames.host.of(host.name),
        {
          machine: { connection, cluster },
          run: { login: id },
          undo: { scope: "undo", script: leave, args: [], deadline: deadlines.leave, isLast: true },
        },
        { parent: this },
      );
      return {
        name: host.name,
        role: host.role,
        ...overridesFor(host, args.nodes),
        index: machines.filter(({ role }) => role === host.role).indexOf(host),
        id: pulumi.output(id),
        address: pulumi.output(host.address),
        connection,
        cluster,
        resource: step,
        stays: true,
        ownChecks: [ownCheck],
      };
    });
    this.registerOutputs();
  }
}

/** A reinstalled machine has a new host key. */
function idOf({ host, port, hostKey }: HostSettings): string {
  return `${host}:${port}:${createHash("sha256").update(hostKey).digest("hex").slice(0, 12)}`;
}

function overridesFor(host: HostSettings, nodes: Settings["nodes"]) {
  const { labels, availability, acceptDown } = withOverrides<OverriddenNode>(host, nodes);
  return {
    labels,
    ...(availability === undefined ? {} : { availability }),
    ...(acceptDown ? { acceptDown } : {}),
  };
}
