// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import { aws, type LargeInput, many, n, named, plain } from "./largeInput.ts";

/** Settings, created on demand. */
export const largeSettings: Readonly<Record<string, () => LargeInput>> = {
  profiles: () => ({
    compose: `services:\n${many(900, (index) => `  w${index}: {image: a, profiles: [${many(8, (step) => `c${index + step},`)}]}\n`)}  x: {image: a}\n`,
    settings: {
      stacks: {
        shop: { file: "compose.yaml", profiles: Array.from({ length: n }, (_, index) => `c${index}`) },
      },
    },
    told: "swarm:stacks.shop.profiles[907]: names the profile c907, which no service has",
  }),
  hosts: () => ({
    compose: plain,
    settings: { target: "hosts", hosts: Array.from({ length: 60_000 }, () => 1) },
    told: "swarm:hosts: has 60000 machines, but may have 1000 → write fewer machines",
  }),
  "one repeated host": () => ({
    compose: plain,
    settings: {
      target: "hosts",
      hosts: Array.from({ length: 1000 }, () => ({ name: "a", role: "manager", host: "10.0.0.1" })),
    },
    told: "swarm:hosts[0].hostKey: is missing",
  }),
  "millions of workers": () => ({
    compose: plain,
    settings: { workers: named(4000, (index) => [`w${index}`, { count: 1000 }]) },
    told: "swarm:workers: come to 4000000 workers, but may be 9999 → make the pools smaller",
  }),
  "unknown nodes": () => ({
    compose: plain,
    settings: { workers: 60, nodes: named(4000, (index) => [`x${index}`, {}]) },
    told: "swarm:nodes.x0: is not a node, pool or role of this cluster",
  }),
  stacks: () => ({
    compose: plain,
    settings: { stacks: named(4000, (index) => [`s${index}`, { file: "compose.yaml" }]) },
    told: "swarm:stacks: has 4000 stacks, but may have 100 → write fewer stacks",
  }),
  "files of a stack": () => ({
    compose: plain,
    settings: { stacks: { shop: { files: Array.from({ length: n }, (_, index) => `a${index}`) } } },
    told: "swarm:stacks.shop.files: has 9000 files, but may have 20 → write fewer files",
  }),
  "tags and addresses": () => ({
    compose: plain,
    settings: {
      ...aws,
      aws: {
        ...aws.aws,
        adminCidrs: Array.from({ length: n }, (_, index) => `10.0.${index >> 8}.${index & 255}/32`),
        tags: named(4000, (index) => [`a${index}`, "b"]),
      },
    },
    told: "swarm:aws.tags: has 4000 tags, but AWS takes 40 and ours → remove some",
  }),
  "a key with many beginnings": () => ({
    compose: plain,
    settings: { target: "hosts", sshKey: "-----BEGIN PRIVATE KEY-----".repeat(4000) },
    told: "swarm:hosts: is missing: target hosts has no machines",
  }),
  "a host key with many words": () => ({
    compose: plain,
    settings: {
      target: "hosts",
      hosts: [{ name: "a", role: "manager", host: "10.0.0.1", hostKey: "ssh-ed25519 ".repeat(n) }],
    },
    told: "swarm:hosts[0].hostKey: must be an SSH host key",
  }),
};
