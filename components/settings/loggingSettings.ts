import { type Complete, type InferObject, plain, record, stringLike } from "../input/schema.ts";

export const loggingFields = {
  /** A logging driver of Docker Engine; default json-file. */
  driver: stringLike("a logging driver of Docker Engine", "json-file, local or awslogs", (name) =>
    /^[a-z0-9]+([._/:-][a-z0-9]+)*$/i.test(name),
  ),
  /** The driver's options; default for json-file and local: 3 files of 10 MB for each container. */
  options: record(plain, undefined, 'max-size: "10m"'),
};

/** Where containers' output goes, for services whose compose file says nothing about it. */
export type LoggingSettings = Complete<InferObject<typeof loggingFields>>;

const rotated = { "max-size": "10m", "max-file": "3" };

/** The setting with its defaults. */
export function completeLogging({
  driver = "json-file",
  options = {},
}: Partial<LoggingSettings>): LoggingSettings {
  const usual = driver === "json-file" || driver === "local" ? rotated : {};
  return { driver, options: { ...usual, ...options } };
}
