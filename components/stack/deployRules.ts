import { decimal, fields, integer, list, oneOf, refused, type Shape, text } from "../input/shape.ts";
import type { DeployDocument } from "./composeDocument.ts";
import { cpus, duration, labels, memory } from "./composeValues.ts";
import { constraint, spread } from "./placementConstraint.ts";

const order = oneOf("start-first", "stop-first");

const change = {
  parallelism: integer(0),
  delay: duration,
  monitor: duration,
  max_failure_ratio: decimal(0, 1),
  order,
};

const genericResource = fields(
  { discrete_resource_spec: fields({ kind: text, value: integer(0) }, { kind: "gpu", value: "1" }) },
  { discrete_resource_spec: "{kind: gpu, value: 1}" },
);

const conditions = oneOf("none", "on-failure", "any");
const restartCondition: Shape<string> = (value, place) =>
  value === "always" || value === "unless-stopped"
    ? place.refuse(`is ${value}, a word of docker run`, "write any")
    : conditions(value, place);

const known = fields(
  {
    mode: oneOf("replicated", "global", "replicated-job", "global-job"),
    endpoint_mode: oneOf("vip", "dnsrr"),
    replicas: integer(0, undefined, 2),
    labels,
    update_config: fields({ ...change, failure_action: oneOf("pause", "continue", "rollback") }),
    rollback_config: fields({ ...change, failure_action: oneOf("pause", "continue") }),
    resources: fields({
      limits: fields({ cpus, memory, pids: integer(1) }),
      reservations: fields({
        cpus,
        memory,
        generic_resources: list(genericResource),
        devices: refused("is refused by swarm", "use generic_resources, and name them on the nodes' engines"),
      }),
    }),
    restart_policy: fields(
      {
        condition: restartCondition,
        delay: duration,
        max_attempts: integer(0),
        window: duration,
      },
      {},
      "condition: any",
    ),
    placement: fields({
      constraints: list(constraint),
      preferences: list(fields({ spread }, {}, "spread: node.labels.zone")),
      max_replicas_per_node: integer(0),
    }),
  },
  {},
  "replicas: 2",
);

/** An empty `deploy:` is as good as none. */
export const deploy: Shape<DeployDocument> = (value, place) =>
  value === null ? {} : (known(value, place) as DeployDocument | undefined);
