// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type BadInput, web } from "./badInput.ts";

export const badVariables: readonly BadInput[] = [
  {
    name: "a variable that must be set",
    compose: web("hostname: ${NAME:?say who}", "user: ${WHO?}"),
    diagnostics: [
      "compose.yaml: services.web.hostname: needs the variable NAME, which is not set: say who → set NAME in the stack's env",
      "compose.yaml: services.web.user: needs the variable WHO, which is not set → set WHO in the stack's env",
    ],
  },
  {
    name: "a variable that must not be empty",
    compose: web("hostname: ${NAME:?say who}"),
    environment: { NAME: "" },
    diagnostics: [
      "compose.yaml: services.web.hostname: needs the variable NAME, which is empty: say who → set NAME in the stack's env",
    ],
  },
  {
    name: "a brace that is not closed",
    compose: web('hostname: "${NAME:-x"'),
    diagnostics: ["compose.yaml: services.web.hostname: has no closing brace for ${NAME → add the }"],
  },
  {
    name: "a variable with a hyphen",
    compose: web('command: "echo ${MY-NAME}" ', 'user: "${1A}"'),
    diagnostics: [
      'compose.yaml: services.web.user: has a $ that starts no variable, before "{1A}" → write $$ for a $',
    ],
  },
  {
    name: "a line of .env without =",
    compose: web("hostname: ${NAME}"),
    files: { ".env": "# names\nNAME=a\nOTHER NAME\n" },
    diagnostics: [".env:3: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "a quote in .env that is not closed",
    compose: web(),
    files: { ".env": 'NAME="a\n' },
    diagnostics: [
      ".env:1: gives NAME a quote that is not closed, or text after it → close it at the end of the value, and write \\ before a quote inside",
    ],
  },
];
