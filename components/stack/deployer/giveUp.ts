import type { Expectation } from "../judge/expectation.ts";
import type { Judgement } from "../judge/judge.ts";
import { reportService } from "./failureReport.ts";
import { DeploymentFailure } from "./failures.ts";
import { hintFor } from "./hints.ts";
import type { Host } from "./host.ts";
import { type ReversibleDeployment, rollBack } from "./rollback.ts";

export interface FailedDeployment extends ReversibleDeployment {
  readonly judgement: Judgement;
  readonly services: readonly Expectation[];
  /** Services of later phases, which were not changed. */
  readonly later: readonly string[];
  /** Why it failed, if no service did: then all that are not done are reported. */
  readonly reason?: string;
}

/** Reports every failed service, and keeps the previous versions running. */
export async function giveUp(host: Host, failed: FailedDeployment): Promise<never> {
  const { stack, judgement, reason, later } = failed;
  const undone = judgement.services.filter(
    ({ state }) => state !== "done" && (state !== "busy" || reason !== undefined),
  );
  const names = new Set(undone.map(({ service }) => service));
  const expectations = failed.services.filter(({ service }) => names.has(service));
  for (const service of names) await reportService(host, `${stack}_${service}`, judgement.memory);
  const remains = await rollBack(host, failed, expectations);
  const lines = undone.map(({ service, state, reason: problem }) => {
    const says = state === "failed" ? problem : "is not ready yet";
    const hint = hintFor(stack, { service, reason: says });
    return `stack ${stack}: service ${service} ${says}; ${remains.get(service)}\n  → ${hint}`;
  });
  const others = judgement.services.filter(({ service, state }) => state === "busy" && !names.has(service));
  const notes = [
    ...others.map(
      ({ service }) =>
        `stack ${stack}: service ${service} is not ready yet; its deployment continues by itself`,
    ),
    ...(later.length > 0
      ? [`stack ${stack}: ${later.join(", ")} ${later.length === 1 ? "was" : "were"} not changed`]
      : []),
  ];
  const last =
    reason === undefined
      ? []
      : [
          `stack ${stack}: ${reason}\n  → fix it and run pulumi up again, or raise swarm:stacks.${stack}.timeout`,
        ];
  throw new DeploymentFailure(...lines, ...notes, ...last);
}
