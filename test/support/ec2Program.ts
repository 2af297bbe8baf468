import { InstanceState } from "@pulumi/aws/ec2transitgateway/instanceState.js";
import { ClusterKeys } from "../../components/keys/clusterKeys.ts";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { machineSpecs } from "../../components/settings/machineSpecs.ts";
import { bootParts } from "../../components/targets/aws/machines/bootData.ts";
import { managerLocation } from "../../components/targets/aws/machines/managerLocations.ts";
import { NodeRole } from "../../components/targets/aws/machines/nodeRole.ts";
import { Ec2Machines } from "../../components/targets/aws/machines.ts";
import { nodeSubnets } from "../../components/targets/aws/network/nodeSubnets.ts";
import { Ec2Network, type ExistingNetwork, type NewNetwork } from "../../components/targets/aws/network.ts";
import type { AwsClusterSettings, AwsSettings } from "../../components/targets/aws/settings/settings.ts";
import { cluster } from "./fakeHost.ts";
import { type RecordingOptions, record } from "./recordedProgram.ts";
import { keptSecret } from "./resourceAnswers.ts";
import { parseSettings } from "./settings.ts";

export const owner = { project: "swarm", stack: "test", cluster: { id: cluster }, tags: { team: "shop" } };
export const awsAccount = { partition: "aws", region: "eu-central-1", account: "123456789012" };
export const zones = ["eu-central-1a", "eu-central-1b", "eu-central-1c"];

/** The current content of Debian's parameters. */
const lookedUp = (name: unknown) => `ami-of-${name}`;

export const imageCalls = {
  "aws:ssm/getParameter:getParameter": ({ name }: Readonly<Record<string, unknown>>) => ({
    name,
    insecureValue: lookedUp(name),
  }),
};

/** The other zones do not offer this type. */
export const onlyInZoneA = "t3.xlarge";

/** An account in which no machine runs. */
export const emptyCalls = {
  "aws:ec2/getAmi:getAmi": () => ({ rootDeviceName: "/dev/xvda" }),
  "aws:ebs/getEbsVolumes:getEbsVolumes": () => ({ ids: [] }),
  "aws:ec2/getInstances:getInstances": () => ({ ids: [], privateIps: [], publicIps: [] }),
  "aws:ec2/getNetworkInterfaces:getNetworkInterfaces": () => ({ ids: [] }),
  "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": ({
    filters,
  }: Readonly<Record<string, unknown>>) => {
    const [{ values }] = filters as [{ values: readonly string[] }];
    const zones = ["a", "b", "c", "d"].map((letter) => `eu-central-1${letter}`);
    const all = values.flatMap((type) =>
      zones.filter((zone) => type !== onlyInZoneA || zone.endsWith("a")).map((zone) => [type, zone]),
    );
    return { instanceTypes: all.map(([type]) => type), locations: all.map(([, zone]) => zone) };
  },
  "aws:ecr/getRepositories:getRepositories": () => ({ names: [] }),
};

/** Settings of target aws, parsed from what a user wrote. */
export function awsSettings(written: Readonly<Record<string, unknown>> = {}): AwsClusterSettings {
  const { aws = {}, ...rest } = written;
  const { settings, diagnostics } = parseSettings<AwsSettings>(
    {
      target: "aws",
      stacks: {},
      ...rest,
      aws: {
        region: awsAccount.region,
        adminCidrs: ["203.0.113.7/32"],
        addressUrl: "none",
        ...(aws as object),
      },
    },
    { project: owner.project, stack: owner.stack, root: "/project" },
  );
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  return settings;
}

/** The network, the role and the machines of one cluster. */
export function ec2Cluster(
  { own: aws, ...settings }: AwsClusterSettings,
  options: RecordingOptions & { readonly where?: NewNetwork | ExistingNetwork } = {},
) {
  const { where = { zones }, ...run } = options;
  return record(
    () => {
      const keys = new ClusterKeys("keys");
      const network = new Ec2Network("network", { owner, settings: aws, where, admins: aws });
      const role = new NodeRole("nodes", {
        owner,
        account: awsAccount,
        permissionsBoundary: aws.permissionsBoundary,
        sessionManager: aws.machines.sessionManager,
      });
      const specs = machineSpecs(settings);
      const { managerSubnets } = nodeSubnets(where, aws.network);
      const managers = specs.filter(({ role }) => role === "manager");
      const { machines } = new Ec2Machines("machines", {
        owner,
        specs,
        pools: settings.pools,
        settings: aws,
        keys,
        network,
        role,
        choices: {
          locations: new Map(
            managers.map(({ name, index }) => [name, managerLocation(managerSubnets, index)]),
          ),
          workerSubnets: new Map(),
          poolScript: "",
          boot: bootParts(aws.machines.sessionManager),
        },
        startBastion: (instanceId) => new InstanceState("bastion", { instanceId, state: "running" }),
      });
      return { keys, network, role, machines };
    },
    { calls: { ...imageCalls, ...emptyCalls }, ...run },
  );
}

/** One manager and one worker. */
export const small = awsSettings({ workers: 1 });
/** Three managers and two pools, without public addresses. */
export const large = awsSettings({
  managers: 3,
  workers: {
    web: { count: 2, type: "t4g.large", disk: 50 },
    batch: { count: 1, spot: true },
  },
  aws: { network: { private: true, natPerZone: true }, machines: { sessionManager: true } },
});
/** Three managers and one worker, with these AWS settings. */
export const changed = (aws: object) => awsSettings({ managers: 3, workers: 1, aws });

/** The key pair that the program derives for this purpose. */
export const key = (purpose: string) => deriveSshKeyPair(keptSecret, purpose);
