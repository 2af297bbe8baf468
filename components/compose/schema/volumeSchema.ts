import { isMapping } from "../../input/mapping.ts";
import { type Infer, object, type Schema, text } from "../../input/schema.ts";
import { clusterSpec } from "./clusterSpec.ts";
import { definition, driverOptions, external, fullName, labels } from "./composeValues.ts";

const fields = object(
  {
    name: fullName,
    driver: text,
    driver_opts: driverOptions,
    external,
    labels,
  },
  {},
  "driver: local",
);

export interface VolumeDocument extends Infer<typeof fields> {
  readonly "x-cluster-spec"?: Infer<typeof clusterSpec>;
}

/** A cluster volume's specification passes as written: only docker stack deploy knows it. */
export const volume: Schema<VolumeDocument> = definition((value, path) => {
  const read = fields(value, path);
  const spec = isMapping(value) ? value["x-cluster-spec"] : undefined;
  const cluster = isMapping(spec) ? clusterSpec(spec, path.at("x-cluster-spec")) : undefined;
  return read && cluster ? { ...read, "x-cluster-spec": cluster } : read;
});
