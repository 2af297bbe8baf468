import type { BadInput } from "./badInput.ts";

export const badBuilds: readonly BadInput[] = [
  {
    name: "a build from a missing directory",
    compose: "services: {web: {build: ./web}}\n",
    diagnostics: [
      "compose.yaml: services.web.build: builds from web, which is not a directory → fix the path",
    ],
  },
  {
    name: "a build context without Dockerfile",
    compose: "services: {web: {build: ./web}}\n",
    files: { "web/main.js": "" },
    diagnostics: [
      "compose.yaml: services.web.build: builds from web, but there is no web/Dockerfile → write it, or name another file under build.dockerfile",
    ],
  },
  {
    name: "a Dockerfile that is missing",
    compose: "services: {web: {build: {context: ., dockerfile: web.Dockerfile}}}\n",
    diagnostics: [
      "compose.yaml: services.web.build: builds from the project's directory, but there is no web.Dockerfile → write it, or name another file under build.dockerfile",
    ],
  },
  {
    name: "a build from the web",
    compose: "services: {web: {build: 'https://github.com/a/b.git'}}\n",
    diagnostics: [
      "compose.yaml: services.web.build: builds from https://github.com/a/b.git, which is not supported yet → clone it and name the directory",
    ],
  },
  {
    name: "a build with keys that the builder may not use",
    compose:
      "services: {web: {build: {context: ., privileged: true, entitlements: [network.host], network: back}}}\n",
    files: { Dockerfile: "" },
    diagnostics: [
      "compose.yaml: services.web.build.privileged: is not allowed for builds here → remove it",
      "compose.yaml: services.web.build.entitlements: is not allowed for builds here → remove it",
      'compose.yaml: services.web.build.network: must be default, host or none, but is "back" → write one of these',
    ],
  },
  {
    name: "two services whose images have one name",
    compose: "services: {webApp: {build: .}, webapp: {build: .}, a--b: {build: .}, A-b: {build: .}}\n",
    files: { Dockerfile: "" },
    diagnostics: [
      "compose.yaml: services.webapp: gives its image the name webapp, as webApp does → give one of the two another name; registries know no upper case",
      "compose.yaml: services.A-b: gives its image the name a-b, as a--b does → give one of the two another name; registries know no upper case",
    ],
  },
  {
    name: "a Dockerfile twice",
    compose: "services: {web: {build: {dockerfile: Dockerfile, dockerfile_inline: FROM scratch}}}\n",
    files: { Dockerfile: "" },
    diagnostics: [
      "compose.yaml: services.web.build.dockerfile_inline: cannot be combined with dockerfile → remove one of the two",
    ],
  },
  {
    name: "a build with missing additional contexts",
    compose:
      "services: {web: {build: {context: ., additional_contexts: {base: 'service:api', lib: ./lib, empty: }}}}\n",
    files: { Dockerfile: "" },
    diagnostics: [
      "compose.yaml: services.web.build.additional_contexts.base: names service:api; services are built side by side → make it a stage of the same Dockerfile, and name that with FROM",
      "compose.yaml: services.web.build.additional_contexts.lib: names lib, which is not a directory → fix the path, or name an image: docker-image://alpine:3",
    ],
  },
  {
    name: "missing SSH keys of a build",
    compose: "services: {web: {build: {context: ., ssh: [default, deploy=./id_deploy]}}}\n",
    files: { Dockerfile: "" },
    diagnostics: [
      'compose.yaml: services.web.build.ssh.default: asks for the SSH agent, but none runs in this shell → start one: eval "$(ssh-agent)" && ssh-add; or name a key: default=path',
      "compose.yaml: services.web.build.ssh.deploy: names id_deploy, which is no file → fix the path",
    ],
  },
  {
    name: "build secrets that do not exist",
    compose:
      "services: {web: {build: {context: ., secrets: [token, vault, {source: key}]}}}\nsecrets: {vault: {external: true}, key: {environment: NO_SUCH_KEY}}\n",
    files: { Dockerfile: "" },
    diagnostics: [
      "compose.yaml: secrets.key.environment: names the variable NO_SUCH_KEY, which is not set → set NO_SUCH_KEY in the stack's env",
      "compose.yaml: services.web.build.secrets[0]: uses token, which the file does not define → write it under the top-level secrets: token: {environment: …}",
      "compose.yaml: services.web.build.secrets[1]: uses vault, which is external; no swarm gives a secret's content away → give it a file or environment",
    ],
  },
  {
    name: "a misspelt key of a build",
    compose: "services: {web: {build: {context: ., arg: {A: b}}}}\n",
    files: { Dockerfile: "" },
    diagnostics: ["compose.yaml: services.web.build.arg: is unknown → did you mean args?"],
  },
];
