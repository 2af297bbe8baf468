import type { PlannedService, StackFile } from "../deployment.ts";
import { asYaml } from "../jsonAsYaml.ts";
import type { Judgement } from "../judge/judge.ts";
import type { Observation } from "../judge/observation.ts";

/**
 * The file for `docker stack deploy`: the services of one phase, without jobs that have run or are running at
 * the expected revision, because swarm runs a job again at every update. Undefined if it has no service.
 *
 * @param stopFirst services whose tasks must stop before new ones start, whatever the file says
 */
export function stackFileFor(
  { services, ...definitions }: StackFile,
  phase: readonly PlannedService[],
  { observation, judgement }: { observation: Observation; judgement: Judgement },
  stopFirst: ReadonlySet<string>,
): string | undefined {
  const wanted = phase.filter(({ service, revision, isJob }) => {
    const judged = judgement.services.find((one) => one.service === service);
    const hasRun = observation.services.get(service)?.revision === revision && judged?.state !== "failed";
    return !isJob || !hasRun;
  });
  if (wanted.length === 0) return undefined;
  const chosen = wanted.map(({ service }) => [
    service,
    stopFirst.has(service) ? withOrder(services[service] ?? {}, "stop-first") : services[service],
  ]);
  return asYaml({ ...definitions, services: Object.fromEntries(chosen) });
}

function withOrder(service: StackFile["services"][string], order: string): StackFile["services"][string] {
  const { deploy = {} } = service;
  return {
    ...service,
    deploy: {
      ...deploy,
      update_config: { ...deploy.update_config, order },
      rollback_config: { ...deploy.rollback_config, order },
    },
  };
}
