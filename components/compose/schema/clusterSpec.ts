import { enumOf, list, object, text } from "../../input/schema.ts";
import { size } from "./amounts.ts";
import { labels } from "./composeValues.ts";

const topology = list(object({ segments: labels }, {}, "segments: {region: R1}"));

/** What docker stack deploy reads of a cluster volume: https://docs.docker.com/engine/swarm/swarm-tutorial/ */
export const clusterSpec = object(
  {
    group: text,
    access_mode: object({
      scope: enumOf("single", "multi"),
      sharing: enumOf("none", "readonly", "onewriter", "all"),
      block_volume: object({}),
      mount_volume: object({ fs_type: text, mount_flags: list(text) }),
    }),
    accessibility_requirements: object({ requisite: topology, preferred: topology }),
    capacity_range: object({ required_bytes: size, limit_bytes: size }),
    secrets: list(object({ key: text, secret: text }, { key: "name", secret: "password" })),
    availability: enumOf("active", "pause", "drain"),
  },
  {},
  "availability: active",
);
