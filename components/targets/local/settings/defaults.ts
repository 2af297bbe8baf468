import { createHash } from "node:crypto";
import type { Origin } from "../../../settings/targetSettings.ts";
import type { WrittenLocal } from "./schema.ts";
import type { LocalSettings } from "./settings.ts";

export function completeLocal({ local }: WrittenLocal, { project, stack }: Origin): LocalSettings {
  return {
    port: local?.port ?? 8080,
    subnet: local?.subnet ?? "172.31.0.0/24",
    firstPort: local?.firstPort ?? derivedPort(project, stack),
  };
}

/** Stable for a stack, and mostly different between stacks: 20000, 20010, … 29990. */
function derivedPort(project: string, stack: string): number {
  return 20000 + (createHash("sha256").update(`${project}/${stack}`).digest().readUInt32BE() % 1000) * 10;
}
