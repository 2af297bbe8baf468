// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import type { BadInput } from "./badInput.ts";

/** Files of variables. */
export const badEnvFiles: readonly BadInput[] = [
  {
    name: "a line of text",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "not a line\n" },
    diagnostics: ["web.env:1: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "a name with a space",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "MY NAME=a\n" },
    diagnostics: ["web.env:1: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "no name",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "=b\n" },
    diagnostics: ["web.env:1: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "a quote that is not closed",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": 'A="b\nC=d\n' },
    diagnostics: [
      "web.env:1: gives A a quote that is not closed, or text after it → close it at the end of the value, and write \\ before a quote inside",
    ],
  },
  {
    name: "a single quote that is not closed",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "A='b\n" },
    diagnostics: [
      "web.env:1: gives A a quote that is not closed, or text after it → close it at the end of the value, and write \\ before a quote inside",
    ],
  },
  {
    name: "text after a closing quote",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": 'A="b"c\n' },
    diagnostics: [
      "web.env:1: gives A a quote that is not closed, or text after it → close it at the end of the value, and write \\ before a quote inside",
    ],
  },
  {
    name: "a bash operator",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "A=${B/c/d}\n" },
    diagnostics: [
      'web.env:1: has "/c" after ${B, which compose does not know → use }, :-, -, :?, ?, :+ or +; or write $$ for a $',
    ],
  },
  {
    name: "a brace that is not closed",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "A=${B\n" },
    diagnostics: ["web.env:1: has no closing brace for ${B → add the }"],
  },
  {
    name: "a variable that must be set",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "A=${B:?tell it}\n" },
    diagnostics: ["web.env:1: needs the variable B, which is not set: tell it → set B in the stack's env"],
  },
  {
    name: "a shell script",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "#!/bin/sh\nif true; then\n  A=b\nfi\n" },
    diagnostics: ["web.env:2: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "JSON",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": '{"A": "b"}\n' },
    diagnostics: ["web.env:1: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "bytes that are not text",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": Buffer.from([65, 61, 255]) },
    diagnostics: ["web.env: is not UTF-8 text → save it as UTF-8 in your editor"],
  },
  {
    name: "UTF-16",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": Buffer.from([255, 254, 65, 0, 61, 0, 98, 0, 10, 0]) },
    diagnostics: ["web.env: is not UTF-8 text → save it as UTF-8 in your editor"],
  },
  {
    name: "a hyphen at the start",
    compose: "services:\n  web:\n    image: nginx\n    env_file: web.env\n",
    files: { "web.env": "- A=b\n" },
    diagnostics: ["web.env:1: is not a line like NAME=value → fix the line, or start it with #"],
  },
  {
    name: "a raw line of text",
    compose: "services:\n  web:\n    image: nginx\n    env_file: [{path: web.env, format: raw}]\n",
    files: { "web.env": "A=b\nnot a line\n=c\n" },
    diagnostics: [
      "web.env:2: is not a line like NAME=value → fix the line, or start it with #",
      "web.env:3: is not a line like NAME=value → fix the line, or start it with #",
    ],
  },
  {
    name: "a directory",
    compose: "services:\n  web:\n    image: nginx\n    env_file: env\n",
    files: { "env/a": "" },
    diagnostics: [
      "compose.yaml: services.web.env_file[0]: names env, which is no file → fix the path, or write required: false beside it",
    ],
  },
  {
    name: "a missing file",
    compose: "services:\n  web:\n    image: nginx\n    env_file: [a.env, {path: b.env, required: false}]\n",
    diagnostics: [
      "compose.yaml: services.web.env_file[0]: names a.env, which is no file → fix the path, or write required: false beside it",
    ],
  },
  {
    name: "two mistakes in two files",
    compose: "services:\n  web:\n    image: nginx\n    env_file: [a.env, b.env]\n",
    files: { "a.env": "A B\n", "b.env": "\n\nC D\n" },
    diagnostics: [
      "a.env:1: is not a line like NAME=value → fix the line, or start it with #",
      "b.env:3: is not a line like NAME=value → fix the line, or start it with #",
    ],
  },
  {
    name: ".env that is not text",
    compose: "services:\n  web:\n    image: nginx\n",
    files: { ".env": Buffer.from([255]) },
    diagnostics: [".env: is not UTF-8 text → save it as UTF-8 in your editor"],
  },
];
