// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type BadInput, lines, web } from "./badInput.ts";

export const badObjects: readonly BadInput[] = [
  {
    name: "a config without content",
    compose: lines(web(), "configs: {page: {}}"),
    diagnostics: [
      "compose.yaml: configs.page: has none of file, content, environment → say where its content comes from: one of file, content, environment; or external: true",
    ],
  },
  {
    name: "a config with two contents",
    compose: lines(web(), "configs: {page: {file: a.json, content: b}}"),
    files: { "a.json": "{}" },
    diagnostics: [
      "compose.yaml: configs.page: has file and content → say where its content comes from: one of file, content, environment; or external: true",
    ],
  },
  {
    name: "a config file that is missing",
    compose: lines(web(), "configs: {page: {file: ./page.json}}"),
    diagnostics: [
      "compose.yaml: configs.page.file: names page.json, which is no file → fix the path, or make the file",
    ],
  },
  {
    name: "an empty config",
    compose: lines(web(), "configs: {page: {content: ''}}"),
    diagnostics: ["compose.yaml: configs.page: has no content, which swarm refuses → put something into it"],
  },
  {
    name: "a config with an unknown template driver",
    compose: lines(web(), "configs: {page: {content: a, template_driver: jinja}}"),
    diagnostics: [
      'compose.yaml: configs.page.template_driver: must be golang, but is "jinja" → write golang',
    ],
  },
  {
    name: "an external config with a template driver",
    compose: lines(web(), "configs: {page: {external: true, template_driver: golang}}"),
    diagnostics: [
      "compose.yaml: configs.page: is external, but has template_driver → remove external, or the rest",
    ],
  },
  {
    name: "a config that is too large",
    compose: lines(web(), "configs: {page: {file: a}}"),
    files: { a: "x".repeat(1024000) },
    diagnostics: [
      "compose.yaml: configs.page.file: names a, which has 1024000 bytes, but a config may have 1023999 → make it smaller, or copy it into the image",
    ],
  },
  {
    name: "an external config with a file",
    compose: lines(web(), "configs: {page: {external: true, file: a}}"),
    diagnostics: ["compose.yaml: configs.page: is external, but has file → remove external, or the rest"],
  },
  {
    name: "a secret in the compose file",
    compose: lines(web(), "secrets: {pw: {content: hush}}"),
    diagnostics: [
      "compose.yaml: secrets.pw.content: would show the secret in the file → use file or environment",
    ],
  },
  {
    name: "a secret file that is missing",
    compose: lines(web(), "secrets: {pw: {file: ../pw.txt}}"),
    diagnostics: [
      "compose.yaml: secrets.pw.file: names /pw.txt, which is no file → fix the path, or make the file",
    ],
  },
  {
    name: "a secret from a variable that is not set",
    compose: lines(web(), "secrets: {pw: {environment: PW}}"),
    diagnostics: [
      "compose.yaml: secrets.pw.environment: names the variable PW, which is not set → set PW in the stack's env",
    ],
  },
  {
    name: "a secret that is too large",
    compose: lines(web(), "secrets: {pw: {file: a}}"),
    files: { a: "x".repeat(512000) },
    diagnostics: [
      "compose.yaml: secrets.pw.file: names a, which has 512000 bytes, but a secret may have 511999 → make it smaller, or copy it into the image",
    ],
  },
  {
    name: "a secret for a build that is not text",
    compose: "services: {web: {build: {context: ., secrets: [pw]}}}\nsecrets: {pw: {file: a}}\n",
    files: { a: Buffer.from([0xff, 0xfe, 0]), Dockerfile: "FROM scratch\n" },
    diagnostics: [
      "compose.yaml: services.web.build.secrets[0]: uses pw, which is not UTF-8 text → encode it, for example with base64",
    ],
  },
];
