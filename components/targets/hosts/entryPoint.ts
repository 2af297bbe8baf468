import type { EntryPoint, NodePort } from "../../entrypoint/entryPoint.ts";
import { answerLimits } from "../../steps/times.ts";

/** The target of the user's DNS: the domain, or else the first machine, which may not run every service. */
export class HostsEntryPoint implements EntryPoint {
  readonly url: string;
  readonly isServed: boolean;
  readonly probeUrls: readonly string[];
  readonly timeout = answerLimits.onNodes;

  constructor(ports: readonly NodePort[], hosts: readonly string[], domain?: string) {
    const [first] = ports.filter(({ protocol }) => protocol === "tcp");
    const names = domain === undefined ? hosts : [domain];
    this.probeUrls = first ? names.map((name) => urlOf(first, name)) : [];
    this.isServed = this.probeUrls.length > 0;
    this.url = this.probeUrls[0] ?? "";
  }
}

function urlOf({ published, http }: NodePort, name: string): string {
  if (!http) return `tcp://${name}:${published}`;
  if (published === 443) return `https://${name}`;
  return published === 80 ? `http://${name}` : `http://${name}:${published}`;
}
