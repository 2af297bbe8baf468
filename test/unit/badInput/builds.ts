import type { BadInput } from "./badInput.ts";

export const badBuilds: readonly BadInput[] = [
  {
    name: "a build from a missing directory",
    compose: "services: {web: {build: ./web}}\n",
    faults: ["compose.yaml: services.web.build: builds from web, which is no directory → mend the path"],
  },
  {
    name: "a build context without Dockerfile",
    compose: "services: {web: {build: ./web}}\n",
    files: { "web/main.js": "" },
    faults: [
      "compose.yaml: services.web.build: builds from web, but there is no web/Dockerfile → write it, or name another file under build.dockerfile",
    ],
  },
  {
    name: "a Dockerfile that is missing",
    compose: "services: {web: {build: {context: ., dockerfile: web.Dockerfile}}}\n",
    faults: [
      "compose.yaml: services.web.build: builds from the project's directory, but there is no web.Dockerfile → write it, or name another file under build.dockerfile",
    ],
  },
  {
    name: "a build from the web",
    compose: "services: {web: {build: 'https://github.com/a/b.git'}}\n",
    faults: [
      "compose.yaml: services.web.build: builds from https://github.com/a/b.git, which is not supported yet → clone it and name the directory",
    ],
  },
  {
    name: "a build without a context",
    compose: "services: {web: {build: {dockerfile: Dockerfile}}}\n",
    faults: ["compose.yaml: services.web.build.context: is missing → write for example context: ."],
  },
  {
    name: "a build with keys that are not supported",
    compose: "services: {web: {build: {context: ., cache_from: [a], secrets: [b], platforms: [c]}}}\n",
    files: { Dockerfile: "" },
    faults: [
      "compose.yaml: services.web.build.cache_from: is not supported yet → remove it; the builder's own cache is used",
      "compose.yaml: services.web.build.secrets: is not supported yet → bring the secret to the running service instead",
      "compose.yaml: services.web.build.platforms: is not supported yet → remove it; the image is built for this computer's platform",
    ],
  },
  {
    name: "a misspelt key of a build",
    compose: "services: {web: {build: {context: ., arg: {A: b}}}}\n",
    files: { Dockerfile: "" },
    faults: ["compose.yaml: services.web.build.arg: is unknown → did you mean args?"],
  },
  {
    name: "a build argument without a value",
    compose: "services: {web: {build: {context: ., args: [VERSION]}}}\n",
    files: { Dockerfile: "" },
    faults: [
      "compose.yaml: services.web.build.args.VERSION: has no value, and no variable of that name is set → write VERSION: value, or set it in the stack's env",
    ],
  },
  {
    name: "a built service with a capital letter",
    compose: "services: {Web: {build: .}}\n",
    files: { Dockerfile: "" },
    faults: [
      "compose.yaml: services.Web: gives its image the name Web, which registries refuse → use lower-case letters, digits, - and _",
    ],
  },
];
