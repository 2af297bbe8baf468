import { aws } from "./aws.ts";
import type { BadInput } from "./badInput.ts";

const withPools = (workers: unknown, block = {}) => ({ ...aws(block), workers });

const unmended = (version: string) =>
  `swarm:aws.machines.engine: "${version}" lacks the fix of CVE-2026-92542, forged packets in encrypted overlays → use 29.8.2 or newer, 25.0.19 or newer of 25, or debian`;

export const badAwsMachines: readonly BadInput[] = [
  {
    name: "an invalid instance type",
    settings: aws({ managers: { type: "small" } }),
    diagnostics: [
      'swarm:aws.managers.type: must be an EC2 instance type, but is "small" → write for example t3.small',
    ],
  },
  {
    name: "a size that no type has",
    settings: withPools({ web: { count: 1, type: "m7i.extra" } }),
    diagnostics: [
      'swarm:workers.web.type: must be an EC2 instance type, but is "m7i.extra" → write for example t3.small',
    ],
  },
  {
    name: "a Mac",
    settings: withPools({ web: { count: 1, type: "mac2-m2.metal" } }),
    diagnostics: [
      'swarm:workers.web.type: "mac2-m2.metal" is a Mac → use a type for Linux, for example t3.small',
    ],
  },
  {
    name: "managers with too little memory",
    settings: aws({ managers: { type: "t4g.nano" } }),
    diagnostics: [
      'swarm:aws.managers.type: "t4g.nano" has 0.5 GiB of memory, too little for a manager → use t4g.micro or larger',
    ],
  },
  {
    name: "a pool of another architecture than the managers",
    settings: withPools({ web: { count: 1, type: "t4g.small" } }, { managers: { type: "m7i.large" } }),
    diagnostics: [
      'swarm:workers.web.type: "t4g.small" is arm64, but the managers\' "m7i.large" is amd64; images are built for one architecture → use a type that is amd64, or one that is arm64 for swarm:aws.managers.type',
    ],
  },
  {
    name: "pools of two architectures",
    settings: withPools({ web: { count: 1, type: "c7gn.large" }, db: { count: 1, type: "g4dn.xlarge" } }),
    diagnostics: [
      'swarm:workers.db.type: "g4dn.xlarge" is amd64, but the managers\' "t4g.small" is arm64; images are built for one architecture → use a type that is arm64, or one that is amd64 for swarm:aws.managers.type',
    ],
  },
  {
    name: "disks out of range",
    settings: withPools(
      { web: { count: 1, disk: 16385 }, db: { count: 1, disk: "20 GiB" } },
      { managers: { disk: 4 } },
    ),
    diagnostics: [
      "swarm:aws.managers.disk: must be a whole number from 8 to 16384, but is 4 → write for example 20",
      "swarm:workers.web.disk: must be a whole number from 8 to 16384, but is 16385 → write for example 20",
      'swarm:workers.db.disk: must be a whole number from 8 to 16384, but is "20 GiB" → write for example 20',
    ],
  },
  {
    name: "spot as text",
    settings: withPools({ web: { count: 1, spot: "cheap" } }),
    diagnostics: ['swarm:workers.web.spot: must be true or false, but is "cheap" → write for example true'],
  },
  {
    name: "a misspelt key of a pool",
    settings: withPools({ web: { count: 1, types: "t3.small" } }),
    diagnostics: ["swarm:workers.web.types: is unknown → did you mean type?"],
  },
  {
    name: "managers by number in the block",
    settings: aws({ managers: 3 }),
    diagnostics: ["swarm:aws.managers: must be a mapping, but is 3 → write for example type: …"],
  },
  ...["ubuntu", "ami-123", "ami-0123456789ABCDEF0", "images/swarm", "/images//swarm"].map((image) => ({
    name: `the image ${image}`,
    settings: aws({ machines: { image } }),
    diagnostics: [
      `swarm:aws.machines.image: must be debian-13, an image or an SSM parameter that holds one, but is "${image}" → write for example debian-13, ami-0123456789abcdef0 or /images/swarm`,
    ],
  })),
  ...["0.0.0", "24.0.9", "25.0.18", "26.0.0", "28.5.2", "29.8.1"].map((engine) => ({
    name: `Docker Engine ${engine}`,
    settings: aws({ machines: { engine } }),
    diagnostics: [unmended(engine)],
  })),
  ...["29.8", "v29.8.2", "29.8.2-1", "5:29.8.2", "029.8.2", "latest"].map((engine) => ({
    name: `Docker Engine ${engine}, which is no version`,
    settings: aws({ machines: { engine } }),
    diagnostics: [
      `swarm:aws.machines.engine: must be debian or a version of Docker Engine, but is "${engine}" → write for example "29.8.2"`,
    ],
  })),
  {
    name: "a version that YAML reads as a number",
    settings: aws({ machines: { engine: 29.8 } }),
    diagnostics: [
      'swarm:aws.machines.engine: must be debian or a version of Docker Engine, but is 29.8 → write for example "29.8.2"',
    ],
  },
  {
    name: "an upgrade as a list, and values that are not booleans",
    settings: aws({ machines: { upgrade: ["now"], sessionManager: 1, terminationProtection: "" } }),
    diagnostics: [
      'swarm:aws.machines.upgrade: must be a string, but is a list → write for example "text"',
      "swarm:aws.machines.sessionManager: must be true or false, but is 1 → write for example true",
      'swarm:aws.machines.terminationProtection: must be true or false, but is "" → write for example true',
    ],
  },
];
