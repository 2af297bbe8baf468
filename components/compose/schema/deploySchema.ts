import {
  decimal,
  enumOf,
  type Infer,
  integer,
  list,
  object,
  refine,
  type Schema,
  text,
} from "../../input/schema.ts";
import { cpus, duration, memory } from "./amounts.ts";
import { labels } from "./composeValues.ts";
import { reservedDevices } from "./gpuHint.ts";
import { constraint, spread } from "./placementConstraint.ts";

const order = enumOf("start-first", "stop-first");

const change = {
  parallelism: integer(0),
  delay: duration,
  monitor: duration,
  max_failure_ratio: decimal(0, 1),
  order,
};

const genericResource = object(
  { discrete_resource_spec: object({ kind: text, value: integer(0) }, { kind: "gpu", value: "1" }) },
  { discrete_resource_spec: "{kind: gpu, value: 1}" },
);

const conditions = enumOf("none", "on-failure", "any");
const restartCondition: Schema<Infer<typeof conditions>> = (value, path) => {
  if (value !== "always" && value !== "unless-stopped") return conditions(value, path);
  path.warn(`is ${value}, docker run's name for any, and becomes any`, "write any");
  return "any";
};

/** Swarm never rolls a rollback back. */
const rollbackFailure: Schema<"pause" | "continue" | "rollback"> = (value, path) => {
  if (value === "rollback") path.warn("acts as pause: swarm cannot roll back a rollback", "write pause");
  return value === "rollback" ? value : enumOf("pause", "continue")(value, path);
};

const known = object(
  {
    mode: enumOf("replicated", "global", "replicated-job", "global-job"),
    endpoint_mode: enumOf("vip", "dnsrr"),
    replicas: integer(0, undefined, 2),
    labels,
    update_config: object({ ...change, failure_action: enumOf("pause", "continue", "rollback") }),
    rollback_config: object({ ...change, failure_action: rollbackFailure }),
    resources: object({
      limits: object({ cpus, memory, pids: integer(0) }),
      reservations: object({
        cpus,
        memory,
        generic_resources: list(genericResource),
        devices: reservedDevices,
      }),
    }),
    restart_policy: object(
      {
        condition: restartCondition,
        delay: duration,
        max_attempts: integer(0),
        window: duration,
      },
      {},
      "condition: any",
    ),
    placement: object({
      constraints: list(constraint),
      preferences: refine(list(object({ spread }, {}, "spread: node.labels.zone")), (all) =>
        all.filter((preference) => Object.keys(preference).length > 0),
      ),
      max_replicas_per_node: integer(0),
    }),
  },
  {},
  "replicas: 2",
);

export interface DeployDocument extends Infer<typeof known> {}

/** An empty `deploy:` counts as absent. */
export const deploy: Schema<DeployDocument> = (value, path) => (value === null ? {} : known(value, path));
