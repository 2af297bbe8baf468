import { isMapping } from "../../../input/schema.ts";
import type { WorkerPool } from "../../../settings/settings.ts";
import type { WrittenSettings } from "../../../settings/settingsSchema.ts";
import { architectureOf } from "./architecture.ts";
import type { WrittenAws } from "./schema.ts";
import type { AwsEntryPointSettings, AwsSettings } from "./settings.ts";

/** The block with its defaults; undefined if nothing needs it. */
export function completeAws(written: WrittenSettings): AwsSettings | undefined {
  const { target, aws = {} } = written;
  if (target !== "aws" && Object.keys(aws).length === 0) return undefined;
  return {
    region: aws.region ?? "",
    adminCidrs: aws.adminCidrs ?? [],
    openToTheWorld: aws.openToTheWorld ?? false,
    network: networkOf(aws.network ?? {}),
    managers: { type: usualType(written), disk: 20, ...aws.managers },
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
    tags: aws.tags ?? {},
  };
}

/** The defaults of a pool. */
export function poolDefaults(written: WrittenSettings): Pick<WorkerPool, "type" | "disk" | "spot"> {
  return written.target === "aws" ? { type: usualType(written), disk: 20, spot: false } : {};
}

/** Managers and pools have the same architecture; the first type in the settings decides it. */
function usualType({ aws, workers }: WrittenSettings): string {
  const pools = isMapping(workers) ? Object.values(workers) : [];
  const { type = "" } = [aws?.managers, ...pools].find((machines) => machines?.type) ?? {};
  return architectureOf(type) === "arm64" ? "t4g.small" : "t3.small";
}

function networkOf({ existing, ...written }: NonNullable<WrittenAws["network"]>): AwsSettings["network"] {
  return {
    cidr: "10.64.0.0/16",
    zones: 3,
    private: false,
    natPerZone: false,
    ...written,
    ...(existing && { existing: { vpc: "", publicSubnets: [], privateSubnets: [], ...existing } }),
  };
}

function entryPointOf(written: NonNullable<WrittenAws["entryPoint"]>): AwsEntryPointSettings {
  const hostedZone = written.domain?.replace(/^[^.]+\./, "");
  return { deregistrationDelay: 30, ...(hostedZone === undefined ? {} : { hostedZone }), ...written };
}
