import { stepNames } from "../../../components/names.ts";
import type { ListedHost } from "../../../components/targets/target.ts";
import { targets } from "../../../components/targets/targets.ts";
import type { EngineEvent } from "../../pulumi/events.ts";
import { nameOf } from "../../pulumi/urn.ts";

/** Steps that run on the node in their name; all others run on the seed. */
const { boot, host, join, pull, ready } = stepNames;
const onNode = [boot, host, join, pull, ready];
/** It waits on the seed for all nodes. */
const swarmReady = ready.of("swarm");
const remote = /[:$]command:remote:\w+::/;
/** Operations that change nothing. */
const idle = new Set(["same", "read", "refresh"]);

/** Maps the steps of a run to their machines. */
export class StepHosts {
  private readonly listed: readonly ListedHost[];
  private readonly seed: string;
  private readonly answered: ReadonlySet<string>;

  constructor(events: readonly EngineEvent[]) {
    const config = events.find(({ preludeEvent }) => preludeEvent?.config)?.preludeEvent?.config ?? {};
    this.listed = targets.flatMap((target) => target.hostList?.read(config) ?? []);
    const manager = this.listed.find(({ role }) => role === "manager")?.name;
    this.seed = config["swarm:seed"] ?? manager ?? "the seed manager";
    this.answered = new Set(
      events.flatMap(({ resOutputsEvent }) => {
        const { op = "same", urn = "" } = resOutputsEvent?.metadata ?? {};
        const step = idle.has(op) ? undefined : remoteStepOf(urn);
        return step === undefined ? [] : [this.of(step)];
      }),
    );
  }

  /** Name of the machine on which a step runs. */
  of(step: string): string {
    const kind = step === swarmReady ? undefined : onNode.find((name) => name.isOf(step));
    return kind?.ownerOf(step) ?? this.seed;
  }

  /** The user that the steps log in as; undefined if the settings do not say. */
  userOf(host: string): string | undefined {
    return this.listed.find(({ name }) => name === host)?.user;
  }

  /** True if the user listed it. */
  isListed(host: string): boolean {
    return this.listed.some(({ name }) => name === host);
  }

  /** True if a step ended there in this run. */
  hasAnswered(host: string): boolean {
    return this.answered.has(host);
  }
}

/** Name of a remote step; undefined for any other resource. */
export function remoteStepOf(urn: string): string | undefined {
  return remote.test(urn) ? nameOf(urn) : undefined;
}
