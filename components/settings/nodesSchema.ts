import { boolean, enumOf, type Infer, object, record, text } from "../input/schema.ts";
import { labelName, labelValue } from "./names.ts";

/** Keys that nodes, pools and hosts share. */
export const nodeFields = {
  /** Node labels. */
  labels: record(labelValue, labelName),
  /** Default active. */
  availability: enumOf("active", "pause", "drain"),
};

const nodeSchema = object({
  ...nodeFields,
  /** True: the cluster counts as healthy while the node is Down; default false. */
  acceptDown: boolean,
});

/** Overrides for one node, all managers, or all nodes of a pool. */
export type NodeSettings = Infer<typeof nodeSchema>;

/** A later check compares the names with the other settings. */
export const nodesSchema = record(nodeSchema, text, "worker-0: {availability: drain}");
