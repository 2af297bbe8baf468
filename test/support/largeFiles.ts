// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { type LargeInput, many, plain, web } from "./largeInput.ts";

/** Variables, and the files that a compose file names, created on demand. */
export const largeFiles: Readonly<Record<string, () => LargeInput>> = {
  "a large variable in many texts": () => ({
    compose: web(`command: [${"$A,".repeat(15_000)}]`),
    files: { ".env": `A=${"b".repeat(500_000)}` },
    told: "compose.yaml: brings in more than 4194304 characters of variables → name fewer large variables",
  }),
  "a repeated variable in one text": () => ({
    compose: web(`command: "${"$A ".repeat(200_000)}"`),
    files: { ".env": `A=${"b".repeat(50)}` },
    told: "compose.yaml: services.web.command: has more than 1048576 characters when its variables are filled in",
  }),
  "variables that double with each line": () => ({
    compose: web("env_file: a.env"),
    files: { "a.env": `A0=aaaaaaaaaa\n${many(40, (index) => `A${index + 1}=$A${index}$A${index}\n`)}` },
    told: "a.env:18: has more than 1048576 characters when its variables are filled in",
  }),
  "unclosed braces": () => ({
    compose: web(`command: "${"${A:-".repeat(200_000)}"`),
    told: "compose.yaml: services.web.command: has no closing brace for ${A → add the }",
  }),
  "nested braces": () => ({
    compose: web(`command: "${"${A:-".repeat(100_000)}${"}".repeat(100_000)}"`),
    told: "compose.yaml: services.web.command: has more than 50 variables inside one another",
  }),
  "a repeated $": () => ({
    compose: web(`command: "${"$ ".repeat(500_000)}"`),
    told: "",
  }),
  "a repeated hash": () => ({
    compose: web(`command: "${"$1$Ab".repeat(150_000)}"`),
    told: "compose.yaml: services.web.command: has a $ that starts no variable",
  }),
  "many included files of one service": () => ({
    compose: `include: [${many(99, (index) => `b${index}.yaml,`)}]\n${web()}`,
    files: Object.fromEntries(
      Array.from({ length: 99 }, (_, file) => [
        `b${file}.yaml`,
        `services: {web: {environment: {${many(250, (index) => `A${file}_${index}: a,`)}}}}\n`,
      ]),
    ),
    told: "compose.yaml:1",
  }),
  "services that extend a large one": () => ({
    compose: `services:\n  s0: {image: x, labels: [${many(9000, (index) => `l${index}=x,`)}]}\n${many(90, (index) => `  s${index + 1}: {extends: s${index}}\n`)}`,
    told: "compose.yaml:6:17: services.s4.extends: brings in more than 30000 values",
  }),
  "a chain of services": () => ({
    compose: `services:\n${many(4000, (index) => `  s${index}: {extends: s${index + 1}}\n`)}  s4000: {image: x}\n`,
    told: "compose.yaml:102:19: services.s100.extends: extends a chain of more than 100 services",
  }),
  "a large env file in each service": () => ({
    compose: `services:\n${many(1000, (index) => `  s${index}: {image: a, env_file: a.env}\n`)}`,
    files: { "a.env": many(30_000, (index) => `A${index}=${index}\n`) },
    told: "compose.yaml: services.s4.env_file[0]: brings in more than 32 MiB, together with the stack's other variables, configs and secrets",
  }),
  "lines that are not variables": () => ({
    compose: web("env_file: a.env"),
    files: { "a.env": "?\n".repeat(500_000) },
    told: "a.env:1: is not a line like NAME=value → fix the line, or start it with #",
  }),
  "blanks in an env file": () => ({
    compose: web("env_file: a.env"),
    files: { "a.env": `A=a${" ".repeat(1_000_000)}b\n${"\t".repeat(1000)}` },
    told: "",
  }),
  "comments in an env file": () => ({
    compose: web("env_file: a.env"),
    files: { "a.env": `A=b${" #".repeat(500_000)}` },
    told: "",
  }),
  "an unclosed quote": () => ({
    compose: web("env_file: a.env"),
    files: { "a.env": `A="${'\\"'.repeat(500_000)}` },
    told: "a.env:1: gives A a quote that is not closed, or text after it",
  }),
  "raw variables": () => ({
    compose: web("env_file: [{path: a.env, format: raw}]"),
    files: { "a.env": " \t?\n".repeat(200_000) },
    told: "",
  }),
  "one large file as many configs": () => ({
    compose: `${plain}configs:\n${many(1000, (index) => `  c${index}: {file: big}\n`)}`,
    files: { big: "x".repeat(1_000_000) },
    told: "compose.yaml: configs.c33: brings in more than 32 MiB",
  }),
  "one large file in many services": () => ({
    compose: `services:\n${many(1000, (index) => `  w${index}: {image: a, volumes: ["./big:/a:ro"]}\n`)}`,
    files: { big: "x".repeat(1_000_000) },
    told: "",
  }),
};
