import { type BadInput, lines, web } from "./badInput.ts";

export const badTasks: readonly BadInput[] = [
  {
    name: "a health check without CMD",
    compose: web("healthcheck: {test: [curl, localhost]}"),
    diagnostics: [
      'compose.yaml: services.web.healthcheck.test: starts with "curl" → start the list with "CMD", "CMD-SHELL" or "NONE"',
    ],
  },
  {
    name: "a health check as text",
    compose: web("healthcheck: {test: curl localhost, interval: often, retries: few}"),
    diagnostics: [
      'compose.yaml: services.web.healthcheck.interval: must be a duration, but is "often" → write for example 30s or 1m30s',
      'compose.yaml: services.web.healthcheck.retries: must be a whole number, 0 or more, but is "few" → write for example 3',
    ],
  },
  {
    name: "a secret with a bad mode",
    compose: lines(web("secrets: [{source: pw, mode: rw}]"), "secrets: {pw: {external: true}}"),
    diagnostics: [
      'compose.yaml: services.web.secrets[0].mode: must be a whole number from 0 to 4095, but is "rw" → write for example 0440',
    ],
  },
  {
    name: "two secrets with one target",
    compose: lines(
      web("secrets: [pw, {source: other, target: pw}]"),
      "secrets: {pw: {external: true}, other: {external: true}}",
    ),
    diagnostics: ["compose.yaml: services.web.secrets: has pw twice → give one of the two another target"],
  },
  {
    name: "a label of this program's own",
    compose: web("labels: {swarm.revision: abc}"),
    diagnostics: [
      'compose.yaml: services.web.labels["swarm.revision"]: begins with swarm., which is this program\'s own → choose another name',
    ],
  },
  {
    name: "a limit of open files as text",
    compose: web("ulimits: {nofile: {soft: many, hard: 5}}"),
    diagnostics: [
      'compose.yaml: services.web.ulimits.nofile.soft: must be a whole number, -1 or more, but is "many" → write for example 1024',
    ],
  },
];
