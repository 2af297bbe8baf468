// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import type { BadInput } from "./badInput.ts";

export const manyFaults: readonly BadInput[] = [
  {
    name: "settings and a compose file",
    settings: {
      managers: "2",
      workers: "x",
      target: "host",
      stacks: { shop: { file: "compose.yaml" }, gone: { file: "gone.yaml" } },
    },
    compose:
      "services:\n  web:\n    privileged: true\n    ports: ['22:22']\n    networks: [fornt]\n    environment: {N: '${N}', on: 1}\n    deploy: {replicas: x}\nnetworks: {front: }\nsecrets: {pw: {file: pw.txt}}\nflavour: vanilla\n",
    diagnostics: [
      'swarm:managers: must be 1, 3, 5 or 7, but is "2" → set swarm:managers to 3',
      'swarm:workers: must be a number of workers or a mapping of pools, but is "x" → write for example 2, or web: {count: 2}',
      'swarm:target: must be local, aws or hosts, but is "host" → write hosts',
      "compose.yaml: services.web: has neither image nor build → name an image, or the directory to build one from",
      "compose.yaml: services.web.privileged: is ignored by swarm → use cap_add for what it needs",
      'compose.yaml: services.web.deploy.replicas: must be a whole number, 0 or more, but is "x" → write for example 2',
      "compose.yaml: flavour: is unknown → remove it; valid keys: configs, name, networks, secrets, services, version, volumes",
      "compose.yaml: services.web.networks: uses the network fornt, which is not defined → did you mean front?",
      "compose.yaml: services.web.ports: publishes 22/tcp, which the nodes need for SSH → publish another port",
      "compose.yaml: secrets.pw.file: names pw.txt, which is no file → fix the path, or make the file",
      "swarm:stacks.gone.file: names gone.yaml, which is no file → fix the path; it starts at the project's directory",
    ],
  },
  {
    name: "an unset variable explains the diagnostic that it causes",
    compose:
      "services:\n  web:\n    image: ${IMAGE}\n    ports: ['${PORT}:80']\n    deploy: ${DEPLOY}\n    privileged: true\n",
    diagnostics: [
      'compose.yaml: services.web.image: must be the name of an image, but is ""; it uses the variable IMAGE, which is not set and counts as empty → set IMAGE in the stack\'s env, or give it a default: ${IMAGE:-…}',
      'compose.yaml: services.web.ports[0]: must be PUBLISHED:TARGET, but is ":80"; it uses the variable PORT, which is not set and counts as empty → set PORT in the stack\'s env, or give it a default: ${PORT:-…}',
      'compose.yaml: services.web.deploy: must be a mapping, but is ""; it uses the variable DEPLOY, which is not set and counts as empty → set DEPLOY in the stack\'s env, or give it a default: ${DEPLOY:-…}',
      "compose.yaml: services.web.privileged: is ignored by swarm → use cap_add for what it needs",
    ],
  },
];
