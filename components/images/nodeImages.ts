import * as pulumi from "@pulumi/pulumi";
import type { Machine } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import { keptIf } from "../steps/keptStep.ts";
import { payloadOf } from "../steps/payload.ts";
import { remoteStep, stepOutput } from "../steps/remoteStep.ts";
import { deadlines } from "../steps/times.ts";
import { type Logins, withLogins } from "./clientConfiguration.ts";
import type { ImageReferences, RegistryLogin } from "./registry.ts";

export interface NodeImagesArgs {
  readonly machines: readonly Machine[];
  /** Name of the manager that lists the images in use. */
  readonly seed: string;
  readonly login: RegistryLogin;
  readonly stacks: readonly PulledImages[];
  /** Number of images of each service that stay on a node. */
  readonly keep: number;
}

export interface PulledImages extends ImageReferences {
  /** Logins for images that the nodes pull from other registries. */
  readonly logins?: Logins;
}

const script = (file: string) => new URL(`./scripts/${file}`, import.meta.url);

/**
 * Pulls the images on every node by digest before a service asks for them.
 *
 * The engine never pulls an existing digest again, so tasks restart anywhere without the registry.
 */
export class NodeImages extends pulumi.ComponentResource {
  /** The finished pull, by node. */
  readonly pulls: Readonly<Record<string, pulumi.Resource>>;
  /** The images that a machine pulls before it gets tasks, and docker's configuration for that. */
  readonly pulled: {
    readonly references: pulumi.Output<string[]>;
    readonly configuration: pulumi.Output<string>;
  };
  /** References that the services used before this run, on one line; `unknown` if no manager could tell. */
  readonly used: pulumi.Output<string>;

  constructor(name: string, args: NodeImagesArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.NodeImages, name, {}, options);
    const argv = args.stacks.flatMap(({ stack, references }) =>
      Object.entries(references).map(
        ([service, reference]) => pulumi.interpolate`${stack}/${service}=${reference}`,
      ),
    );
    const used = this.usedOn(
      args.machines.find((machine) => machine.name === args.seed),
      name,
      argv,
      args.stacks.filter((stack) => pulumi.Resource.isInstance(stack)),
    );
    this.used = used ? stepOutput(used, (text) => text.trim()) : pulumi.output("unknown");
    const logins: Logins = Object.assign({}, ...args.stacks.map((stack) => stack.logins));
    const configuration = args.login.nodeConfiguration.apply((own) =>
      JSON.stringify(withLogins(JSON.parse(own), logins)),
    );
    this.pulled = {
      references: pulumi
        .all(args.stacks.flatMap(({ references }) => Object.values(references)))
        .apply((all) => [...new Set(all)].sort()),
      configuration,
    };
    const payload = pulumi.all([this.used, configuration]).apply(([used, client]) =>
      payloadOf([
        ["used", used],
        ["client", client],
      ]),
    );
    this.pulls = Object.fromEntries(
      args.machines.map((machine) => [
        machine.name,
        remoteStep(
          stepNames.pull.of(machine.name),
          {
            machine,
            run: {
              scope: "ours-or-none",
              script: script("pull.sh"),
              args: [machine.id, String(args.keep), ...argv],
              deadline: deadlines.pull,
            },
            payload,
          },
          {
            parent: this,
            dependsOn: [machine.resource, ...(machine.checks ?? []), ...(used ? [used] : [])],
            ...keptIf(machine.isAway),
          },
        ),
      ]),
    );
    this.registerOutputs();
  }

  /** Runs once for all nodes: a worker does not know the services on other nodes. */
  private usedOn(
    seed: Machine | undefined,
    name: string,
    args: readonly pulumi.Output<string>[],
    images: readonly pulumi.Resource[],
  ) {
    if (!seed || args.length === 0) return undefined;
    return remoteStep(
      `${name}-used`,
      { machine: seed, run: { scope: "ours-or-none", script: script("used.sh"), args } },
      { parent: this, dependsOn: [seed.resource, ...(seed.checks ?? []), ...images] },
    );
  }
}
