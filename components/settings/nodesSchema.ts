import { boolean, enumOf, object, record, text } from "../input/schema.ts";
import { labelName, labelValue } from "./names.ts";

/** What a node, a pool and a machine of the list of hosts have alike. */
export const nodeFields = {
  labels: record(labelValue, labelName),
  availability: enumOf("active", "pause", "drain"),
};

/** Which names there are shows only with the other settings. */
export const nodesShape = record(
  object({ ...nodeFields, acceptDown: boolean }),
  text,
  "worker-0: {availability: drain}",
);
