import type { PlannedService, StackFile } from "../deployment.ts";
import type { EngineService } from "../judge/engineJson.ts";

/**
 * The services of the phase whose published ports change, and whose new tasks would start before the old ones
 * stop: then no port of the service may answer any more, https://github.com/moby/moby/issues/41364
 */
export function startFirstWithOtherPorts(
  phase: readonly PlannedService[],
  { services }: StackFile,
  running: readonly EngineService[],
  stack: string,
): string[] {
  return phase
    .map(({ service }) => service)
    .filter((name) => {
      const now = running.find(({ Spec }) => Spec.Name === `${stack}_${name}`);
      const { update_config, rollback_config } = services[name]?.deploy ?? {};
      const orders = [update_config?.order, rollback_config?.order];
      if (!now || !orders.includes("start-first")) return false;
      const wanted = (services[name]?.ports ?? []).map(({ target, published, protocol, mode }) =>
        portKey(target, published, protocol, mode),
      );
      const published = (now.Spec.EndpointSpec?.Ports ?? []).map((port) =>
        portKey(port.TargetPort, port.PublishedPort, port.Protocol, port.PublishMode),
      );
      return wanted.sort().join() !== published.sort().join();
    });
}

function portKey(target: number, published = 0, protocol = "tcp", mode = "ingress"): string {
  return `${published}:${target}/${protocol}/${mode}`;
}
