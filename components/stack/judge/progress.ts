import { deploymentLimits } from "../../steps/times.ts";
import type { ServiceJudgement } from "./judge.ts";

/** Chooses which states of a deployment to show, so that services that go up and down fill no screen. */
export class Progress {
  private readonly seen = new Set<string>();
  private shown = "";
  private time = Number.NEGATIVE_INFINITY;

  /**
   * @param now in seconds
   * @param isLast true: also show a state that was held back
   * @returns the line to show, if any
   */
  next(line: string, now: number, isLast = false): string | undefined {
    if (line === this.shown) return undefined;
    const pause = this.seen.has(line) ? deploymentLimits.sameLine : deploymentLimits.line;
    if (!isLast && now - this.time < pause) return undefined;
    this.seen.add(line);
    this.shown = line;
    this.time = now;
    return line;
  }
}

/** `web 2/3  data 1/1` */
export function progressOf(
  services: readonly Pick<ServiceJudgement, "service" | "good" | "wanted">[],
): string {
  return services.map(({ service, good, wanted }) => `${service} ${good}/${wanted}`).join("  ");
}
