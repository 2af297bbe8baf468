import { deploy } from "../../components/stack/deployer/deploy.ts";
import type { Deployment, PlannedService } from "../../components/stack/deployment.ts";
import { cluster } from "./fakeHost.ts";
import { type FakeContent, FakeSwarm } from "./fakeSwarm.ts";
import { expectations } from "./judgement.ts";

/** `web=new=checked migrate=new=job`; a job is a job of swarm's, too. */
export function planned(expected: string, changes: Partial<PlannedService> = {}): PlannedService[] {
  return expectations(expected).map((one) => ({
    ...one,
    isJob: one.kind === "job",
    waitsFor: [],
    ...changes,
  }));
}

/** A deployment of stack `s` with these services, each with the image `redis`. */
export function deploymentOf(expected: string, changes: Partial<Deployment> = {}): Deployment {
  const services = planned(expected);
  return {
    stack: "s",
    services,
    file: { services: Object.fromEntries(services.map(({ service }) => [service, { image: "redis" }])) },
    objects: [],
    externals: [],
    networks: [],
    ...changes,
  };
}

export interface Ended {
  readonly swarm: FakeSwarm;
  /** What the user reads; empty if the deployment succeeded. */
  readonly error: string;
}

export async function deployTo(
  content: FakeContent,
  deployment: Deployment,
  { adopt = "", timeout = 600, away = [] as readonly string[], staying = [] as readonly string[] } = {},
): Promise<Ended> {
  const swarm = new FakeSwarm(content);
  try {
    await deploy(swarm as never, deployment, { cluster, adopt }, { timeout, away, staying });
    return { swarm, error: "" };
  } catch (error) {
    return { swarm, error: (error as Error).message };
  }
}
