import { aws } from "./aws.ts";
import type { BadInput } from "./badInput.ts";

export const badLogging: readonly BadInput[] = [
  {
    name: "a driver as text, without a mapping",
    settings: { logging: "local" },
    diagnostics: ['swarm:logging: must be a mapping, but is "local" → write for example driver: json-file'],
  },
  {
    name: "a driver with an invalid name",
    settings: { logging: { driver: "json file" } },
    diagnostics: [
      'swarm:logging.driver: must be a logging driver of Docker Engine, but is "json file" → write for example json-file, local or awslogs',
    ],
  },
  {
    name: "options beside the mapping of options",
    settings: { logging: { "max-size": "10m" } },
    diagnostics: ["swarm:logging.max-size: is unknown → remove it; valid keys: driver, options"],
  },
  {
    name: "options that the driver does not have",
    settings: { logging: { options: { "max-sise": "10m", "awslogs-group": "shop" } } },
    diagnostics: ["max-sise", "awslogs-group"].map(
      (name) =>
        `swarm:logging.options.${name}: is not an option of the driver json-file → remove it; valid names: compress, env, env-regex, labels, labels-regex, max-buffer-size, max-file, max-size, mode, tag`,
    ),
  },
  {
    name: "options of the driver none",
    settings: { logging: { driver: "none", options: { tag: "x" } } },
    diagnostics: ["swarm:logging.options.tag: is not an option of the driver none → remove it"],
  },
  {
    name: "files that would never be rotated",
    settings: { logging: { driver: "local", options: { "max-size": -1, "max-file": 0 } } },
    diagnostics: [
      'swarm:logging.options.max-size: must be a size, but is "-1" → write for example "10m"',
      'swarm:logging.options.max-file: must be a number of files, but is "0" → write for example "3"',
    ],
  },
  {
    name: "a retention that CloudWatch does not offer",
    settings: { ...aws({ logs: { retention: 31 } }), logging: { driver: "awslogs" } },
    diagnostics: [
      "swarm:aws.logs.retention: is 31, but CloudWatch does not offer this number of days → write 60",
    ],
  },
  {
    name: "a retention of logs that are elsewhere",
    settings: aws({ logs: { retention: 90 } }),
    diagnostics: [
      "swarm:aws.logs: is for swarm:logging.driver awslogs only → set that as well, or remove it",
    ],
  },
];
