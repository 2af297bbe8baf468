import { boolean, enumOf, object, record, text } from "../input/schema.ts";
import { labelName, labelValue } from "./names.ts";

/** Keys that nodes, pools and hosts share. */
export const nodeFields = {
  labels: record(labelValue, labelName),
  availability: enumOf("active", "pause", "drain"),
};

/** A later check compares the names with the other settings. */
export const nodesShape = record(
  object({ ...nodeFields, acceptDown: boolean }),
  text,
  "worker-0: {availability: drain}",
);
