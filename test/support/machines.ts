import * as pulumi from "@pulumi/pulumi";
import type { Machine, MachineSpec } from "../../components/machines/machine.ts";
import { cluster } from "./fakeHost.ts";

/** The owner of a test's containers, networks, volumes and images. */
export const owner = { stack: "test", cluster: { id: cluster } };

/** A machine's own resource, whatever the target. */
class Host extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Host", name, {});
  }
}

/** Existing machines with a secret connection, like every target's. */
export function machinesFor(specs: readonly MachineSpec[], user = "root"): Machine[] {
  return specs.map((spec) => ({
    ...spec,
    id: pulumi.output(`machine-of-${spec.name}`),
    address: pulumi.output(`address-of-${spec.name}`),
    connection: pulumi.secret({
      host: "127.0.0.1",
      port: 20000,
      user,
      privateKey: "the client's key",
      hostKey: `ssh-ed25519 ${spec.name}`,
    }),
    cluster: { id: cluster },
    resource: new Host(spec.name),
  }));
}
