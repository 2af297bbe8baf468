import { type BadInput, web } from "./badInput.ts";

const twoStacks = { a: { file: "compose.yaml" }, a_b: { file: "other.yaml" } };

export const badStacks: readonly BadInput[] = [
  {
    name: "two stacks with services that get the same name",
    settings: { stacks: twoStacks },
    compose: "services: {b_c: {image: nginx}}\n",
    files: { "other.yaml": "services: {c: {image: nginx}}\n" },
    diagnostics: [
      "swarm:stacks.a_b: its service c is called a_b_c in the swarm, as one of the stack a is → give the stack or the service another name",
    ],
  },
  {
    name: "two stacks with networks and volumes that get the same name",
    settings: { stacks: twoStacks },
    compose:
      "services: {web: {image: nginx, networks: [b_net], volumes: ['b_data:/data']}}\nnetworks: {b_net: {}}\nvolumes: {b_data: {}}\n",
    files: {
      "other.yaml":
        "services: {api: {image: nginx, networks: [net], volumes: ['data:/data']}}\nnetworks: {net: {}}\nvolumes: {data: {}}\n",
    },
    diagnostics: [
      "swarm:stacks.a_b: its network net is called a_b_net in the swarm, as one of the stack a is → give the stack or the network another name",
      "swarm:stacks.a_b: its volume data is called a_b_data in the swarm, as one of the stack a is → give the stack or the volume another name",
    ],
  },
  {
    name: "two stacks that create a network of the same name",
    settings: { stacks: twoStacks },
    compose: "services: {web: {image: nginx, networks: [net]}}\nnetworks: {net: {name: shared}}\n",
    files: {
      "other.yaml": "services: {api: {image: nginx, networks: [net]}}\nnetworks: {net: {name: shared}}\n",
    },
    diagnostics: [
      "swarm:stacks.a_b: its network net is called shared in the swarm, as one of the stack a is → write external: true in one of them",
    ],
  },
  {
    name: "stacks as a path",
    settings: { stacks: "shop/compose.yaml" },
    diagnostics: [
      'swarm:stacks: must be a mapping, but is "shop/compose.yaml" → write for example shop: {file: shop/compose.yaml}',
    ],
  },
  {
    name: "a stack without a file",
    settings: { stacks: { shop: {} } },
    diagnostics: ["swarm:stacks.shop.file: is missing → write for example file: example/compose.yaml"],
  },
  {
    name: "a stack with a name that docker refuses",
    settings: { stacks: { "My Shop": { file: "compose.yaml" } } },
    diagnostics: [
      'swarm:stacks["My Shop"]: is not a name for a stack → use up to 31 lower-case letters and digits with single - or _ between, for example shop',
    ],
  },
  {
    name: "a stack with a misspelt key",
    settings: { stacks: { shop: { file: "compose.yaml", envs: {} } } },
    compose: web(),
    diagnostics: ["swarm:stacks.shop.envs: is unknown → did you mean env?"],
  },
  {
    name: "a timeout of zero",
    settings: { stacks: { shop: { file: "compose.yaml", timeout: 0 } } },
    compose: web(),
    diagnostics: [
      "swarm:stacks.shop.timeout: must be a whole number from 1 to 86400, but is 0 → write for example 600",
    ],
  },
  {
    name: "a variable with a hyphen in its name",
    settings: { stacks: { shop: { file: "compose.yaml", env: { "MY-TAG": "v1" } } } },
    compose: web(),
    diagnostics: [
      "swarm:stacks.shop.env.MY-TAG: is not a name for a variable → use letters, digits and _, for example TAG",
    ],
  },
  {
    name: "a compose file that is missing",
    settings: { stacks: { shop: { file: "shop/compose.yml" } } },
    diagnostics: [
      "swarm:stacks.shop.file: names shop/compose.yml, which is no file → fix the path; it starts at the project's directory",
    ],
  },
  {
    name: "a directory as compose file",
    settings: { stacks: { shop: { file: "shop" } } },
    files: { "shop/compose.yaml": "services: {}" },
    diagnostics: [
      "swarm:stacks.shop.file: names shop, which is no file → fix the path; it starts at the project's directory",
    ],
  },
  {
    name: "two stacks that publish one port",
    settings: { stacks: { one: { file: "compose.yaml" }, two: { file: "compose.yaml" } } },
    compose: web("ports: ['80:80']"),
    diagnostics: [
      "swarm:stacks.two: publishes 80/tcp, as the stack one does → publish another port in one of them",
    ],
  },
];
