import type * as pulumi from "@pulumi/pulumi";
import type { Machine } from "./machines/machine.ts";

/** `{name, role, address}` of every node. */
export function nodeOutputs(machines: readonly Machine[]) {
  return machines.map(({ name, role, address }) => ({ name, role, address }));
}

export interface NamedImages {
  readonly stack: string;
  readonly references: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Image references by service; by `<stack>_<service>` if two stacks have a service of that name. */
export function imageOutputs(images: readonly NamedImages[]): Record<string, pulumi.Output<string>> {
  const all = images.flatMap(({ stack, references }) =>
    Object.entries(references).map(([service, reference]) => ({ stack, service, reference })),
  );
  const shared = (name: string) => all.filter(({ service }) => service === name).length > 1;
  return Object.fromEntries(
    all.map(({ stack, service, reference }) => [
      shared(service) ? `${stack}_${service}` : service,
      reference,
    ]),
  );
}
