import { isMapping } from "../input/mapping.ts";
import {
  type Fields,
  type InferObject,
  integer,
  object,
  record,
  type Schema,
  show,
} from "../input/schema.ts";
import { nodeName } from "./names.ts";
import { nodeFields } from "./nodesSchema.ts";

const poolName: Schema<string> = (name, path) =>
  name === "manager"
    ? path.error("is the managers' own name", "call the pool something else, for example web")
    : nodeName(name, path);

/** Far above what one swarm can manage. */
const mostWorkers = 9999;

const poolFields = {
  count: integer(0, 1000, 2),
  /** The pool scales between `min` and `max` workers by itself, on a target that can; default: it does not. */
  min: integer(0, 1000, 2),
  max: integer(1, 1000, 10),
  ...nodeFields,
};

export type WrittenPool = InferObject<typeof poolFields>;

/** @param ofTargets keys of a pool that belong to targets */
export function workersSchema(ofTargets: Fields): Schema<number | Readonly<Record<string, WrittenPool>>> {
  const fields = object({ ...poolFields, ...ofTargets });
  const pool: Schema<WrittenPool> = (value, path) => {
    if (isMapping(value) && !["count", "min", "max"].some((key) => key in value))
      path.at("count").error("is missing", "write for example count: 2");
    return fields(value, path);
  };
  const pools = record(pool, poolName, "web: {count: 2}");
  return (value, path) => {
    if (isMapping(value)) {
      const read = pools(value, path) ?? {};
      const count = Object.values(read).reduce((sum, { count, max = 0 }) => sum + (count ?? max), 0);
      if (count <= mostWorkers) return read;
      return path.error(`come to ${count} workers, but may be ${mostWorkers}`, "make the pools smaller");
    }
    if (typeof value !== "object" && /^[0-9]{1,4}$/.test(String(value))) return Number(value);
    return path.error(
      `must be a number of workers or a mapping of pools, but is ${show(value)}`,
      "write for example 2, or web: {count: 2}",
    );
  };
}
