import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { combine } from "../combine.ts";
import type { ComposeModel } from "../compose/model.ts";
import { type EngineFacts, platformOf } from "../machines/engineFacts.ts";
import type { Machine } from "../machines/machine.ts";
import { componentTypes, stepNames } from "../names.ts";
import type { Settings } from "../settings/settings.ts";
import { keptIf } from "../steps/keptStep.ts";
import { localStep } from "../steps/localStep.ts";
import { packed } from "../steps/packed.ts";
import { payloadOf } from "../steps/payload.ts";
import { ownerArgs, stepOutput } from "../steps/remoteStep.ts";
import { digestOf, relativePath } from "../steps/script.ts";
import { quote } from "../steps/shell.ts";
import { compareEngines } from "./engineVersions.ts";
import { overlayNetworks } from "./kernelWants.ts";
import type { MachineCheck } from "./machineCheck.ts";
import { needRecords, needsOf } from "./needs.ts";
import { checkScript, scriptArchive } from "./scriptArchive.ts";

export interface PreflightArgs {
  readonly machines: readonly Machine[];
  readonly models: readonly ComposeModel[];
  readonly settings: Pick<Settings, "encrypt" | "addressPool" | "seed">;
  /** The live state, if there is a swarm. */
  readonly observed?:
    | { readonly live: { readonly swarm?: { readonly nodes: readonly KnownNode[] } } }
    | undefined;
}

export interface KnownNode {
  readonly name: string;
  readonly state: string;
  readonly engine?: EngineFacts;
}

interface Checked {
  readonly machine: Machine;
  readonly check: local.Command;
  readonly engine: pulumi.Output<EngineFacts>;
}

/**
 * Checks every machine against the stacks' requirements, and stores the scripts of all later steps there, before
 * it joins the swarm or gets an image.
 */
export class Preflight extends pulumi.ComponentResource {
  /** The same machines; steps that change one of them wait for its check. */
  readonly machines: readonly Machine[];
  /** Platforms of the images, if the machines exist already; undefined if the target knows the platform. */
  readonly platforms: pulumi.Output<string[]> | undefined;
  /** Changes with the scripts of the steps. */
  private readonly archive = scriptArchive().digest;

  constructor(name: string, args: PreflightArgs, options?: pulumi.ComponentResourceOptions) {
    super(componentTypes.Preflight, name, {}, options);
    const all = args.machines.map((machine) => this.check(machine, args));
    const found = all.filter(({ machine }) => machine.stays);
    const together = found.length > 1 ? [this.compare(`${name}-engines`, found, args)] : [];
    this.machines = all.map(({ machine, check }) => ({
      ...machine,
      checks: [...(machine.checks ?? []), check, ...(machine.stays ? together : [])],
    }));
    this.platforms =
      found.length > 0
        ? pulumi
            .all(found.map(({ engine }) => engine))
            .apply((engines) => [...new Set(engines.map(({ platform }) => platform))].sort())
        : undefined;
    this.registerOutputs();
  }

  private check(machine: Machine, { machines, models, settings, observed }: PreflightArgs): Checked {
    const cluster = { ...settings, size: machines.length };
    const { cluster: owner, connection, ownChecks = [] } = machine;
    const input = combine(
      [connection, ...ownerArgs("ours-or-none", owner)],
      (connection, ...owner) => {
        const check: MachineCheck = {
          connection,
          owner,
          ownChecks: ownChecks.map(relativePath),
          needs: payloadOf(needRecords(needsOf(machine, models, cluster))),
        };
        return packed(check);
      },
      { isSecret: true },
    );
    const scripts = digestOf(checkScript(ownChecks), this.archive);
    const check = localStep(
      stepNames.preflight.of(machine.name),
      {
        create: combine([machine.id], (id) =>
          ["node", "components/preflight/machineCheck.ts", scripts, id, machine.name].map(quote).join(" "),
        ),
        stdin: input,
        program: "node",
        // Show what could not be checked even if nothing is missing.
        logging: local.Logging.Stderr,
      },
      { parent: this, dependsOn: machine.resource, ...keptIf(machine.isAway) },
    );
    // Prefer the live state: the check may have run long ago, and its output is unknown while it runs again.
    // The engine of a node that is down may have changed.
    const live = observed?.live.swarm?.nodes.find(
      ({ name, state }) => name === machine.name && state === "ready",
    )?.engine;
    return { machine, check, engine: live ? pulumi.output(live) : stepOutput(check, factsOf) };
  }

  /** Checks the engines against each other; an error stops all steps on all machines. */
  private compare(
    name: string,
    found: readonly Checked[],
    { models, settings }: PreflightArgs,
  ): pulumi.Resource {
    const encrypted =
      settings.encrypt || models.some((model) => overlayNetworks(model).some(({ encrypted }) => encrypted));
    const input = pulumi.all(found.map(({ engine }) => engine)).apply((engines) => {
      const nodes = found.map(({ machine: { name, role } }, index) => ({
        ...{ name, role, version: engines[index]?.version ?? "" },
      }));
      const { refused, warnings } = compareEngines(nodes, encrypted);
      if (refused.length > 0)
        throw new pulumi.RunError(
          `engines that do not go together; nothing was changed\n${refused.join("\n")}`,
        );
      for (const warning of warnings) pulumi.log.warn(warning, this);
      return nodes.map(({ name, version }) => `${name} ${version}`);
    });
    return new pulumi.Stash(name, { input }, { parent: this });
  }
}

/** `28.5.2 linux x86_64` */
function factsOf(line: string): EngineFacts {
  const [version = "", system = "", architecture = ""] = line.trim().split(" ");
  return { version, platform: platformOf(system, architecture) };
}
