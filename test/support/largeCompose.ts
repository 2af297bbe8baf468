// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { aws, type LargeInput, list, many, n, named, plain, web } from "./largeInput.ts";

const values = "compose.yaml: has more than 30000 values, counting the values that each alias stands for";
const tooLarge = "compose.yaml: has more than 100000 tokens and comments → name the right file";

/** Compose files, created on demand. */
export const largeCompose: Readonly<Record<string, () => LargeInput>> = {
  "a thousand services in several networks": () => ({
    compose: `services:\n${many(
      1000,
      (index) =>
        `  s${index}: {image: a, networks: [${many(5, (step) => `n${(index + step) % 1000},`)}], labels: [a=b], depends_on: [s0]}\n`,
    )}networks:\n${many(1000, (index) => `  n${index}:\n`)}`,
    told: 'swarm:addressPool: "10.128.0.0/16" has room for 256 networks, but there are 1001 with swarm\'s own',
  }),
  "more than a thousand services": () => ({
    compose: `services:\n${many(1001, (index) => `  s${index}: {image: a}\n`)}`,
    told: "compose.yaml: services: has 1001 services, but may have 1000 → write fewer services",
  }),
  labels: () => ({ compose: web("labels:", ...list(n, (index) => `l${index}: a`)), told: "" }),
  "labels as a list": () => ({ compose: web("labels:", ...list(n, (index) => `- l${index}=a`)), told: "" }),
  "variables that are not set": () => ({
    compose: web("environment:", ...list(n, (index) => `L${index}: $A${index}`)),
    told: "",
  }),
  ports: () => ({
    compose: web("ports:", ...list(n, (index) => `- ${10000 + index}:80/udp`)),
    told: "",
  }),
  "one repeated port": () => ({
    compose: web("ports:", ...list(n, () => "- 80:80")),
    told: "",
  }),
  "a range of 45 536 ports": () => ({ compose: web('ports: ["20000-65535:20000-65535/udp"]'), told: "" }),
  "all ports, repeated": () => ({
    compose: web("ports:", ...list(n, () => "- 1-65535:1-65535")),
    told: "compose.yaml: services: publish 589815000 ports, but may publish 131070 → publish fewer ports",
  }),
  "all ports of a local stack": () => ({
    compose: web('ports: ["8000-65535:8000-65535"]'),
    told: "swarm:local.port: 57536 TCP ports are published, but this computer's load balancer serves 1000 → publish fewer",
  }),
  "all ports on AWS": () => ({
    compose: web('ports: ["8000-65535:8000-65535/udp", "8000-65535:8000-65535"]'),
    settings: aws,
    told: "swarm:stacks: publish 115072 ports, but a network load balancer has 50 listeners at most",
  }),
  "all ports in two files": () => ({
    compose: web('ports: ["1-65535:1-65535"]'),
    files: { "b.yaml": web("ports:", ...list(n, () => "- 1-65535:1-65535")) },
    settings: { stacks: { shop: { files: ["compose.yaml", "b.yaml"] } } },
    told: "compose.yaml + b.yaml: services.web.ports: publishes",
  }),
  "mounts with one target": () => ({
    compose: web("volumes:", ...list(n, () => "- /a:/b")),
    told: "",
  }),
  mounts: () => ({ compose: web("volumes:", ...list(n, (index) => `- /a:/b${index}`)), told: "" }),
  "bind mounts inside one another": () => ({
    compose: web("volumes:", ...list(n, (index) => `- ./a${"/b".repeat(index % 40)}/${index}:/b${index}`)),
    told: "",
  }),
  "bind mounts of one directory": () => ({
    compose: web("volumes:", ...list(n, (index) => `- ./conf:/b${index}:ro`)),
    files: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`conf/${index}`, "a"])),
    told: "compose.yaml: services.web.volumes: bring in more than 1000 files → copy them into the image",
  }),
  "a bind mount of a long path": () => ({
    compose: web(`volumes: ["./${"a/".repeat(200_000)}:/b", "./a:/c"]`),
    told: "",
  }),
  "choices for bind mounts": () => ({
    compose: web("volumes:", ...list(n, (index) => `- ./a${index}:/b${index}`)),
    settings: {
      stacks: {
        shop: {
          file: "compose.yaml",
          binds: named(n, (index) => [`./b${index}`, "omit"]),
        },
      },
    },
    told: 'swarm:stacks.shop.binds["./b0"]: is mounted by no service of the stack → these are mounted: ./a0, ./a1, ./a2',
  }),
  "undefined volumes": () => ({
    compose: `${web("volumes:", ...list(n, (index) => `- a${index}:/b${index}`))}volumes:\n${many(400, (index) => `  b${index}abcdefghijklmnopqrstuvwxyz:\n`)}`,
    told: "compose.yaml: services.web.volumes: uses the volume a0, which is not defined",
  }),
  "long names that are almost right": () => ({
    compose: `${web("depends_on:", ...list(n, (index) => `- wax${index}${"abcdefghij".repeat(4)}`))}${many(400, (index) => `  web${index}${"abcdefghij".repeat(4)}: {image: a}\n`)}`,
    told: "",
  }),
  "links in a hundred networks": () => ({
    compose: `${web(`networks: [${many(100, (index) => `n${index},`)}]`, "links:", ...list(n, (index) => `- web:w${index}`))}networks:\n${many(100, (index) => `  n${index}:\n`)}`,
    told: "compose.yaml: services.web.links[500]: comes to more than 50000 aliases with the links before it → remove links",
  }),
  "links to many services": () => ({
    compose: `${web("links:", ...list(7000, (index) => `- w${index % 900}:w${index}x`))}${many(900, (index) => `  w${index}: {image: a}\n`)}`,
    told: "",
  }),
  "unknown keys": () => ({
    compose: web(...Array.from({ length: n }, (_, index) => `imag${index}: a`)),
    told: "compose.yaml: services.web.imag0: is unknown → did you mean image?",
  }),
  "values of another type": () => ({
    compose: web("cap_add:", ...list(n, () => "- 1")),
    told: 'compose.yaml: services.web.cap_add[0]: must be a string, but is 1 → put it in quotes: "1"',
  }),
  "one repeated key": () => ({
    compose: web("labels:", ...list(n, () => "l: a")),
    told: "compose.yaml:6:7: key l appears twice → remove one of the two",
  }),
  "mistakes in YAML": () => ({
    compose: web("labels:", ...list(n, (index) => `l${index}: @a`)),
    told: "compose.yaml:5:11: is not YAML: Plain value cannot start with reserved character @ → put the value in quotes",
  }),
  "unknown escapes in YAML": () => ({
    compose: web(`command: "${"\\q".repeat(300_000)}"`),
    told: "compose.yaml:4:15: is not YAML: Invalid escape sequence \\q",
  }),
  "opening brackets": () => ({ compose: "[".repeat(1_000_000), told: tooLarge }),
  commas: () => ({ compose: `a: [${",".repeat(1_000_000)}]`, told: tooLarge }),
  comments: () => ({ compose: "#\n".repeat(500_000), told: tooLarge }),
  "empty lines": () => ({ compose: `${"\n".repeat(90_000)}${plain}`, told: "" }),
  "a long text behind many aliases": () => ({
    compose: `x-a: &a "${"b".repeat(500_000)}"\n${web(`command: [${"*a,".repeat(20_000)}]`)}`,
    told: "compose.yaml: has more than 4194304 characters, counting the values that each alias stands for",
  }),
  aliases: () => ({ compose: `x-a: &a b\n${web(`command: [${"*a,".repeat(40_000)}]`)}`, told: values }),
  "merged mappings": () => ({
    compose: `x-a: &a {a: "1"}\n${web("labels:", `  <<: [${"*a,".repeat(n)}]`)}`,
    told: values,
  }),
  "configs in many services": () => ({
    compose: `services:\n${many(1000, (index) => `  w${index}: {image: a, configs: [${many(8, (step) => `c${(index + step) % 1000},`)}]}\n`)}configs:\n${many(1000, (index) => `  c${index}: {content: a}\n`)}`,
    told: "",
  }),
  "secrets of many builds": () => ({
    compose: `services:\n${many(900, (index) => `  w${index}: {build: {context: ., secrets: [s${index}]}}\n`)}secrets:\n${many(900, (index) => `  s${index}: {file: Dockerfile}\n`)}`,
    files: { Dockerfile: "FROM scratch" },
    told: "",
  }),
  constraints: () => ({
    compose: web(
      `deploy: {placement: {constraints: [${many(12_000, (index) => `node.labels.a${index} == b,`)}]}}`,
    ),
    told: "",
  }),
  "a constraint with many dots": () => ({
    compose: web(`deploy: {placement: {constraints: ["node.labels.${"a.".repeat(400_000)} = b"]}}`),
    told: "compose.yaml: services.web.deploy.placement.constraints[0]: must be a constraint with == or !=",
  }),
  "a long key": () => ({
    compose: web(`labels: {? "${"k".repeat(900_000)}" : a}`),
    told: "compose.yaml:4:16: has a key of 900000 characters, but a key may have 1000 → use a shorter key",
  }),
  "a long duration": () => ({
    compose: web(`stop_grace_period: ${"1h".repeat(400_000)}x`),
    told: "compose.yaml: services.web.stop_grace_period: must be a duration",
  }),
  "a long size": () => ({
    compose: web(`shm_size: ${"1".repeat(900_000)}x`),
    told: "compose.yaml: services.web.shm_size: must be a size of memory",
  }),
  "a long image": () => ({
    compose: web().replace("nginx", `a${"_".repeat(900_000)}`),
    told: "compose.yaml: services.web.image: is not an image name",
  }),
  "a host of many labels": () => ({
    compose: web().replace("nginx", `${"a.".repeat(500_000)}/x`),
    told: "compose.yaml: services.web.image: has an invalid host",
  }),
  "warnings for two files": () => ({
    compose: `services:\n${many(900, (index) => `  s${index}: {image: a, container_name: b, oom_score_adj: 1}\n`)}`,
    files: { "b.yaml": `services:\n${many(900, (index) => `  s${index}: {labels: {a: b}}\n`)}` },
    settings: { stacks: { shop: { files: ["compose.yaml", "b.yaml"] } } },
    told: "",
  }),
};
