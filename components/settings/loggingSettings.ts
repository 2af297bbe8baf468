/** Where containers' output goes, for services whose compose file says nothing about it. */
export interface LoggingSettings {
  /** A logging driver of Docker Engine; default json-file. */
  readonly driver: string;
  /** The driver's options; default for json-file and local: 3 files of 10 MB for each container. */
  readonly options: Readonly<Record<string, string>>;
}

const rotated = { "max-size": "10m", "max-file": "3" };

/** The setting with its defaults. */
export function completeLogging({
  driver = "json-file",
  options = {},
}: Partial<LoggingSettings>): LoggingSettings {
  const usual = driver === "json-file" || driver === "local" ? rotated : {};
  return { driver, options: { ...usual, ...options } };
}
