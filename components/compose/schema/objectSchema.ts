import {
  enumOf,
  forbidden,
  type InferObject,
  object,
  type Schema,
  stringLike,
  text,
} from "../../input/schema.ts";
import { definition, driverOptions, external, fullName, labels } from "./composeValues.ts";

/** Content can be any bytes. */
const content: Schema<string> = (value, path) => {
  if (typeof value !== "string") return text(value, path);
  return text(value.replaceAll("\0", ""), path) === undefined ? undefined : value;
};

const fields = {
  name: fullName,
  external,
  file: text,
  content,
  environment: stringLike("the name of a variable", "PASSWORD", (value) => value !== ""),
  labels,
  template_driver: enumOf("golang"),
};

/** Secret driver and its options. */
const driverFields = {
  driver: stringLike("the name of a secret driver", "vault", (value) => value !== ""),
  driver_opts: driverOptions,
};

/** The source of a config's or secret's content: exactly one of these, unless it is external. */
export interface ObjectDocument extends InferObject<typeof fields & typeof driverFields> {}

export const config: Schema<ObjectDocument> = definition(object(fields, {}, "file: ./page.json"));

export const secret: Schema<ObjectDocument> = definition(
  object(
    {
      ...fields,
      content: forbidden("would show the secret in the file", "use file or environment"),
      ...driverFields,
    },
    {},
    "file: ./password.txt",
  ),
);
