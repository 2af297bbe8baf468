import * as pulumi from "@pulumi/pulumi";
import { EndpointCheck } from "../../components/entrypoint/endpointCheck.ts";
import type { NodePort } from "../../components/entrypoint/entryPoint.ts";
import { machineSpecs } from "../../components/settings/machineSpecs.ts";
import {
  NetworkLoadBalancer,
  type NetworkLoadBalancerArgs,
} from "../../components/targets/aws/entryPoint.ts";
import { awsAccount, awsSettings, owner } from "./ec2Program.ts";
import { cluster } from "./fakeHost.ts";
import { machinesFor } from "./machines.ts";
import { type RecordingOptions, record } from "./recordedProgram.ts";

export const http: NodePort = { published: 8000, protocol: "tcp", http: true };
export const tcp: NodePort = { published: 5432, protocol: "tcp", http: false };
export const udp: NodePort = { published: 5353, protocol: "udp", http: false };
export const certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b";

export const tags = (name: string) => ({
  team: "shop",
  Name: `swarm-test-${name}`,
  "swarm.project": "swarm",
  "swarm.stack": "test",
  "swarm.cluster": cluster,
});

class Member extends pulumi.CustomResource {
  constructor(name: string) {
    super("test:index:Member", name, {});
  }
}

/** A load balancer in front of one manager and some workers. */
export const balancerProgram = (
  ports: readonly NodePort[],
  settings: Partial<NetworkLoadBalancerArgs["settings"]> = {},
  options: RecordingOptions & { workers?: number; protect?: boolean; away?: readonly string[] } = {},
) =>
  record(() => {
    const { workers = 1 } = options;
    const machines = machinesFor(
      machineSpecs({ managers: 1, pools: [{ name: "worker", count: workers, labels: {} }] }),
    );
    const entryPoint = new NetworkLoadBalancer("entrypoint", {
      owner,
      account: awsAccount,
      settings: { ...awsSettings().own.entryPoint, ...settings },
      protect: options.protect ?? false,
      network: {
        vpcId: "vpc-1",
        publicSubnets: [
          { id: "subnet-a", zone: "a" },
          { id: pulumi.output("subnet-b"), zone: "b" },
          { id: "subnet-a2", zone: "a" },
        ],
        nodeSubnets: [{ id: "subnet-n", zone: "a" }],
        nodeGroup: "sg-nodes",
      },
      ports,
      machines,
      away: options.away ?? [],
    });
    entryPoint.registerTargets(Object.fromEntries(machines.map(({ name }) => [name, new Member(name)])));
    entryPoint.awaitTargets([new Member("shop-stack")]);
    new EndpointCheck("answer", { entryPoint, deployed: [] });
    return entryPoint;
  }, options);
