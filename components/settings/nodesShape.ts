import { fields, flag, mapping, oneOf, text } from "../input/shape.ts";
import { labelName, labelValue } from "./names.ts";

/** What a node, a pool and a machine of the list of hosts have alike. */
export const nodeFields = {
  labels: mapping(labelValue, labelName),
  availability: oneOf("active", "pause", "drain"),
};

/** Which names there are shows only with the other settings. */
export const nodesShape = mapping(
  fields({ ...nodeFields, acceptDown: flag }),
  text,
  "worker-0: {availability: drain}",
);
