import { object, refine } from "../input/schema.ts";
import { completeLogging, loggingFields } from "./loggingSettings.ts";

/** https://docs.docker.com/engine/logging/drivers/json-file/, https://docs.docker.com/engine/logging/drivers/local/ */
const rotation = ["compress", "max-file", "max-size"];
const details = ["env", "env-regex", "labels", "labels-regex", "tag"];
/** https://docs.docker.com/engine/logging/configure/ */
const ofEveryDriver = ["max-buffer-size", "mode"];
/** Options of the drivers that this program knows. */
const known: Readonly<Record<string, readonly string[]>> = {
  "json-file": [...rotation, ...details, ...ofEveryDriver],
  local: [...rotation, ...ofEveryDriver],
  none: [],
};

/** Docker would refuse a bad option only when it starts a container. */
export const loggingSchema = refine(object(loggingFields, {}, "driver: json-file"), (written, path) => {
  if (!path.isSound()) return undefined;
  const { driver, options } = completeLogging(written);
  const here = path.at("options");
  const names = known[driver];
  for (const name of Object.keys(options))
    if (names && !names.includes(name))
      here
        .at(name)
        .error(
          `is not an option of the driver ${driver}`,
          names.length > 0 ? `remove it; valid names: ${[...names].sort().join(", ")}` : "remove it",
        );
  if (driver !== "json-file" && driver !== "local") return written;
  const { "max-size": size = "", "max-file": count = "" } = options;
  // Without a limit of the size, -1, one file grows forever.
  if (!/^[1-9][0-9]{0,9}[kmg]?$/i.test(size))
    here.at("max-size").error(`must be a size, but is ${JSON.stringify(size)}`, 'write for example "10m"');
  if (!/^[1-9][0-9]{0,3}$/.test(count))
    here
      .at("max-file")
      .error(`must be a number of files, but is ${JSON.stringify(count)}`, 'write for example "3"');
  return written;
});
