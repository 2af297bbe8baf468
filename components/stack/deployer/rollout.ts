import { labelNames } from "../../names.ts";
import { deploymentLimits } from "../../steps/times.ts";
import type { Deployment, PlannedService } from "../deployment.ts";
import type { EngineNode } from "../judge/engineJson.ts";
import { type Judgement, judge } from "../judge/judge.ts";
import { forgiving, type Memory, noMemory } from "../judge/memory.ts";
import { observe } from "../judge/observation.ts";
import { Progress, progressOf } from "../judge/progress.ts";
import { Stability } from "../judge/stability.ts";
import { phasesOf } from "../phases.ts";
import { ConnectionLost, DeploymentFailure, withHint } from "./failures.ts";
import { giveUp } from "./giveUp.ts";
import { hintForRefusal } from "./hints.ts";
import type { Host } from "./host.ts";
import { isLeaving } from "./pausedNodes.ts";
import { startFirstWithOtherPorts } from "./publishedPorts.ts";
import { stackFileFor } from "./stackFile.ts";
import { nodes, stackServices, stackTasks } from "./stackQuery.ts";

/** Another writer may change a service between docker's reading and writing. */
const attempts = 5;
/** Exit code of `timeout`. */
const tooLong = 124;

export interface RolloutOptions {
  /** Id of the cluster that deploys. */
  readonly cluster: string;
  /** Ids of the nodes in the settings, and names of the pools that scale; none: no node leaves. */
  readonly staying: readonly string[];
  /** Until all services must have converged. */
  readonly seconds: number;
}

/** Deploys the services of a stack, phase by phase, and waits until they have converged. */
export class Rollout {
  private readonly host: Host;
  private readonly deployment: Deployment;
  private readonly cluster: string;
  private readonly staying: readonly string[];
  private readonly seconds: number;
  private readonly begin: number;
  private readonly progress = new Progress();
  private memory: Memory = noMemory;
  private existedBefore: ReadonlySet<string> = new Set();
  private readonly withSurplus = new Set<string>();

  constructor(host: Host, deployment: Deployment, { cluster, staying, seconds }: RolloutOptions) {
    this.host = host;
    this.deployment = deployment;
    this.cluster = cluster;
    this.staying = staying;
    this.seconds = seconds;
    this.begin = host.now();
  }

  async run(): Promise<void> {
    const phases = phasesOf(this.deployment.services);
    const before = await this.observe(this.deployment.services, noMemory);
    this.existedBefore = new Set(before.observation.services.keys());
    this.memory = forgiving(before.tasks);
    // An update without a change would not start them.
    const ended = before.judgement.services.flatMap(({ service, hasEnded }) => (hasEnded ? [service] : []));
    const done: PlannedService[] = [];
    for (const [index, phase] of phases.entries()) {
      if (index === phases.length - 1) await this.removeUnlisted();
      await this.deploy(phase);
      for (const { service, isJob } of phase)
        if (ended.includes(service) && !isJob) await this.update(service, "--force");
      done.push(...phase);
      await this.converge(done, phases.slice(index + 1).flat());
    }
  }

  private async observe(services: readonly PlannedService[], memory: Memory) {
    const { engine, now } = this.host;
    const { stack } = this.deployment;
    const [found, tasks, all] = await Promise.all([
      stackServices(engine, stack),
      stackTasks(engine, stack),
      nodes(engine),
    ]);
    const ids = (isMeant: (node: EngineNode) => boolean) => new Set(all.filter(isMeant).map(({ ID }) => ID));
    const observation = observe(stack, found, tasks, {
      down: ids(({ Status }) => Status.State === "down"),
      leaving: ids((node) => isLeaving(node, this.cluster, this.staying)),
    });
    return { found, tasks, observation, judgement: judge(services, observation, memory, now()) };
  }

  /** docker's own --prune would remove jobs that are left out of the file. */
  private async removeUnlisted(): Promise<void> {
    const { engine } = this.host;
    const { stack, services } = this.deployment;
    const names = new Set(services.map(({ service }) => `${stack}_${service}`));
    for (const { ID, Spec } of await stackServices(engine, stack))
      if (!names.has(Spec.Name) && Spec.Labels?.[labelNames.cluster] === this.cluster)
        await engine.delete(`/services/${ID}`);
  }

  private async deploy(phase: readonly PlannedService[]): Promise<void> {
    const { stack, file } = this.deployment;
    for (let attempt = 1; ; attempt++) {
      const seen = await this.observe(this.deployment.services, noMemory);
      const stopFirst = startFirstWithOtherPorts(phase, file, seen.found, stack);
      const text = stackFileFor(file, phase, seen, new Set(stopFirst));
      if (text === undefined) return;
      if (attempt === 1) await this.prepareStopFirst(stopFirst);
      const args = ["stack", "deploy", "--resolve-image", "never", "--compose-file", "-", stack];
      const { code, messages } = await this.host.docker(args, deploymentLimits.stackDeploy, text);
      if (code === 0) return;
      const said = messages
        .split("\n")
        .filter((line) => line && !/^(Creating|Updating) |detach=false/.test(line))
        .join("\n");
      const isPassing = code === null || said.includes("update out of sequence");
      if (!isPassing || attempt >= attempts) throw refusal(stack, code, said);
      await this.host.sleep(1);
    }
  }

  /** A rollback takes its order from the specification to which it returns. */
  private async prepareStopFirst(services: readonly string[]): Promise<void> {
    const { stack } = this.deployment;
    for (const service of services) {
      this.host.say(
        `${stack}: the published ports of ${service} change, so its old tasks stop before new ones start`,
      );
      await this.update(service, "--rollback-order", "stop-first");
    }
  }

  private async update(service: string, ...options: readonly string[]): Promise<void> {
    const args = [...options, "--detach", "--quiet", `${this.deployment.stack}_${service}`];
    await this.host.docker(["service", "update", ...args], deploymentLimits.serviceUpdate);
  }

  /**
   * Swarm restarts a task that fails while a start-first update replaces it, and then keeps both new tasks. An
   * update without a change makes it remove one.
   */
  private async removeSurplus({ services }: Judgement): Promise<void> {
    for (const { service, hasSurplus } of services) {
      if (!hasSurplus || this.withSurplus.has(service)) continue;
      this.withSurplus.add(service);
      await this.update(service);
    }
  }

  /** Shows progress until the services are done. */
  private async converge(
    services: readonly PlannedService[],
    later: readonly PlannedService[],
  ): Promise<void> {
    const { host, begin, seconds } = this;
    const stability = new Stability(services, host.now());
    for (;;) {
      const { judgement } = await this.observe(services, this.memory);
      this.memory = judgement.memory;
      await this.removeSurplus(judgement);
      const time = host.now();
      const decision = stability.after(judgement.verdict, time);
      const isLate = decision === "wait" && time >= begin + seconds;
      this.show(judgement, time, decision !== "wait" || isLate);
      if (decision === "done") return;
      if (decision === "give up") return this.giveUp(judgement, services, later);
      if (isLate)
        return this.giveUp(
          judgement,
          services,
          later,
          `not converged after ${seconds} s (${progressOf(judgement.services)})`,
        );
      await host.sleep(deploymentLimits.pause);
    }
  }

  private show({ services }: Judgement, time: number, isLast: boolean): void {
    const line = this.progress.next(progressOf(services), time, isLast);
    if (line !== undefined) this.host.say(`${this.deployment.stack}: ${line}`);
  }

  private giveUp(
    judgement: Judgement,
    services: readonly PlannedService[],
    later: readonly PlannedService[],
    reason?: string,
  ): Promise<never> {
    return giveUp(this.host, {
      stack: this.deployment.stack,
      judgement,
      services,
      later: later.map(({ service }) => service),
      existedBefore: this.existedBefore,
      observe: () => this.observe(services, this.memory),
      ...(reason === undefined ? {} : { reason }),
    });
  }
}

function refusal(stack: string, code: number | null, said: string): Error {
  if (code === null) return new ConnectionLost(said);
  if (code === tooLong)
    return new DeploymentFailure(
      withHint(
        `stack ${stack}: docker stack deploy takes longer than ${deploymentLimits.stackDeploy} s`,
        "npm run status, then run pulumi up again",
      ),
    );
  return new DeploymentFailure(withHint(`stack ${stack}: docker refuses it: ${said}`, hintForRefusal(said)));
}
