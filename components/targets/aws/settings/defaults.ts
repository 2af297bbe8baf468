import { isMapping } from "../../../input/mapping.ts";
import { architectureOf } from "./architecture.ts";
import { usualRetention } from "./logs.ts";
import type { AwsPart, WrittenAws } from "./schema.ts";
import type { AwsEntryPointSettings, AwsPool, AwsSettings } from "./settings.ts";

/** The block with its defaults. */
export function completeAws(written: WrittenAws): AwsSettings {
  const { aws = {} } = written;
  return {
    region: aws.region ?? "",
    ...(aws.account === undefined ? {} : { account: aws.account }),
    adminCidrs: aws.adminCidrs ?? [],
    addressUrl: aws.addressUrl ?? "https://checkip.amazonaws.com",
    openToTheWorld: aws.openToTheWorld ?? false,
    ...(aws.permissionsBoundary === undefined ? {} : { permissionsBoundary: aws.permissionsBoundary }),
    network: networkOf(aws.network ?? {}),
    managers: { type: usualType(written), disk: 20, entryPoint: true, ...aws.managers },
    machines: {
      image: "debian-13",
      upgrade: "",
      engine: "29.8.2",
      sessionManager: false,
      terminationProtection: false,
      ...aws.machines,
    },
    registry: { forceDelete: false, ...aws.registry },
    entryPoint: entryPointOf(aws.entryPoint ?? {}),
    logs: { retention: usualRetention, ...aws.logs },
    policies: aws.policies ?? [],
    ...(aws.kmsKey === undefined ? {} : { kmsKey: aws.kmsKey }),
    alarms: aws.alarms ?? {},
    snapshots: { keep: 0, time: "03:00", ...aws.snapshots },
    efs: aws.efs ?? false,
    protect: aws.protect ?? false,
    tags: aws.tags ?? {},
  };
}

/** The defaults of a pool. */
export function poolDefaults(written: WrittenAws): Pick<AwsPool, "type" | "disk" | "spot" | "entryPoint"> {
  return { type: usualType(written), disk: 20, spot: false, entryPoint: true };
}

/** Managers and pools have the same architecture; the first type in the settings decides it. */
function usualType({ aws, workers }: WrittenAws): string {
  const pools = isMapping(workers) ? Object.values(workers) : [];
  const { type = "" } = [aws?.managers, ...pools].find((machines) => machines?.type) ?? {};
  return architectureOf(type) === "arm64" ? "t4g.small" : "t3.small";
}

function networkOf({ existing, ...written }: AwsPart<"network">): AwsSettings["network"] {
  return {
    cidr: "10.64.0.0/16",
    zones: 3,
    private: false,
    natPerZone: false,
    endpoints: [],
    ...written,
    ...(existing && { existing: { vpc: "", publicSubnets: [], privateSubnets: [], ...existing } }),
  };
}

function entryPointOf(written: AwsPart<"entryPoint">): AwsEntryPointSettings {
  const hostedZone = written.domain?.replace(/^[^.]+\./, "");
  return {
    deregistrationDelay: 30,
    preserveClientIp: false,
    maxTargets: 500,
    cidrs: ["0.0.0.0/0"],
    internal: false,
    accessLogs: 0,
    ...(hostedZone === undefined ? {} : { hostedZone }),
    ...written,
  };
}
