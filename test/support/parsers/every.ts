import { composeParsers } from "./compose.ts";
import { machineParsers } from "./machines.ts";
import type { Parsers } from "./parser.ts";
import { pulumiParsers } from "./pulumi.ts";
import { settingsParsers } from "./settings.ts";

export const everyParser: Parsers = {
  ...composeParsers,
  ...settingsParsers,
  ...machineParsers,
  ...pulumiParsers,
};
