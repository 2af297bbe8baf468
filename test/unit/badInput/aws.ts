import type { BadInput } from "./badInput.ts";

/** Settings of target aws without a diagnostic, and with these in its block. */
export function aws(block: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { target: "aws", aws: { region: "eu-central-1", adminCidrs: ["203.0.113.7/32"], ...block } };
}

const efsVolumes =
  "services: {web: {image: nginx, volumes: ['up:/up']}}\nvolumes: {up: {driver_opts: {type: efs}}}\n";

const tag = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag-${index}`, "x"]));

export const badAws: readonly BadInput[] = [
  {
    name: "policies, keys and times of other forms",
    settings: aws({
      policies: ["swarm buckets"],
      kmsKey: "alias/swarm",
      snapshots: { keep: 1001, time: "3 am" },
    }),
    diagnostics: [
      'swarm:aws.policies[0]: must be the name or the ARN of an IAM policy, but is "swarm buckets" → write for example swarm-boundary',
      'swarm:aws.kmsKey: must be the ARN of a KMS key, but is "alias/swarm" → write for example arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-0123456789ab',
      "swarm:aws.snapshots.keep: must be a whole number from 0 to 1000, but is 1001 → write for example 7",
      'swarm:aws.snapshots.time: must be a time of day in UTC, but is "3 am" → write for example "03:00"',
    ],
  },
  {
    name: "volumes of type efs without a file system",
    settings: { ...aws({}), stacks: { shop: { file: "compose.yaml" } } },
    compose: efsVolumes,
    diagnostics: [
      "swarm:stacks.shop: the volume up has driver_opts.type efs, but swarm:aws.efs is false → set it: npm run pulumi -- config set --path swarm:aws.efs true",
    ],
  },
  {
    name: "volumes of type efs with options of others",
    settings: { ...aws({ efs: true }), stacks: { shop: { file: "compose.yaml" } } },
    compose: efsVolumes.replace("type: efs", "type: efs, device: ':/up', o: ro"),
    diagnostics: [
      "swarm:stacks.shop: the volume up has driver_opts.type efs, and device and o → leave device and o out",
    ],
  },
  {
    name: "volumes of type efs on another target",
    compose: efsVolumes,
    diagnostics: [
      'swarm:stacks.shop: the volume up has driver_opts.type efs, but target local has no such file system → mount an NFS server of yours: driver_opts: {type: nfs, o: "addr=nfs.example.com,nfsvers=4.1", device: ":/data"}; or remove driver_opts, and the data stays on one node',
    ],
  },
  {
    name: "alarms to nobody, to two, and to another region",
    settings: aws({ alarms: { topic: "arn:aws:sns:us-east-1:123456789012:ops", email: "ops@example.com" } }),
    diagnostics: [
      'swarm:aws.alarms.topic: "arn:aws:sns:us-east-1:123456789012:ops" is in us-east-1, but swarm:aws.region is eu-central-1 → use a topic of eu-central-1',
      "swarm:aws.alarms: has both topic and email → remove one of the two",
    ],
  },
  {
    name: "alarms to what is no address",
    settings: aws({ alarms: { topic: "ops", email: "ops" } }),
    diagnostics: [
      'swarm:aws.alarms.topic: must be the ARN of an SNS topic, but is "ops" → write for example arn:aws:sns:eu-central-1:123456789012:alarms',
      'swarm:aws.alarms.email: must be an email address, but is "ops" → write for example ops@example.com',
    ],
  },
  {
    name: "a key of another region",
    settings: aws({ kmsKey: "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d" }),
    diagnostics: [
      'swarm:aws.kmsKey: "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d" is in us-east-1, but swarm:aws.region is eu-central-1 → use a key of eu-central-1',
    ],
  },
  {
    name: "protected data whose images may be deleted",
    settings: aws({ protect: true, registry: { forceDelete: true } }),
    diagnostics: [
      "swarm:aws.protect: protects data, but swarm:aws.registry.forceDelete deletes images → set one of the two to false",
    ],
  },
  {
    name: "target aws without its block",
    settings: { target: "aws" },
    diagnostics: [
      "swarm:aws.region: is missing → write for example region: eu-central-1",
      "swarm:aws.adminCidrs: is missing → write for example adminCidrs: [203.0.113.7/32]",
    ],
  },
  {
    name: "no region",
    settings: { target: "aws", aws: { adminCidrs: ["203.0.113.7/32"], tags: { Name: "x" } } },
    diagnostics: [
      "swarm:aws.tags.Name: is a tag that every resource has already → use another name",
      "swarm:aws.region: is missing → write for example region: eu-central-1",
    ],
  },
  {
    name: "aws as a text",
    settings: { target: "aws", aws: "eu-central-1" },
    diagnostics: [
      'swarm:aws: must be a mapping, but is "eu-central-1" → write for example region: eu-central-1',
    ],
  },
  {
    name: "a misspelt key of aws",
    settings: aws({ adminCidr: ["203.0.113.7/32"] }),
    diagnostics: ["swarm:aws.adminCidr: is unknown → did you mean adminCidrs?"],
  },
  {
    name: "a key that aws does not know",
    settings: aws({ subnet: "10.0.0.0/24" }),
    diagnostics: [
      "swarm:aws.subnet: is unknown → remove it; valid keys: account, addressUrl, adminCidrs, alarms, efs, entryPoint, kmsKey, logs, machines, managers, network, openToTheWorld, permissionsBoundary, policies, protect, region, registry, snapshots, tags",
    ],
  },
  {
    name: "an invalid region",
    settings: aws({ region: "Frankfurt" }),
    diagnostics: [
      'swarm:aws.region: must be an AWS region, but is "Frankfurt" → write for example eu-central-1',
    ],
  },
  {
    name: "a zone instead of a region",
    settings: aws({ region: "eu-central-1a" }),
    diagnostics: [
      'swarm:aws.region: must be an AWS region, but "eu-central-1a" is a zone → write eu-central-1',
    ],
  },
  {
    name: "a region as a list",
    settings: aws({ region: ["eu-central-1"] }),
    diagnostics: ["swarm:aws.region: must be an AWS region, but is a list → write for example eu-central-1"],
  },
  {
    name: "an invalid block for another target",
    settings: { aws: { region: "mars", network: { cidr: "10.128.0.0/16" } } },
    diagnostics: ['swarm:aws.region: must be an AWS region, but is "mars" → write for example eu-central-1'],
  },
  {
    name: "an account that lost its first digit",
    settings: aws({ account: 12345678901 }),
    diagnostics: [
      'swarm:aws.account: must be the id of an AWS account, 12 digits, but is "12345678901" → write for example "123456789012"',
    ],
  },
  {
    name: "the alias of an account",
    settings: aws({ account: "shop-production" }),
    diagnostics: [
      'swarm:aws.account: must be the id of an AWS account, 12 digits, but is "shop-production" → write for example "123456789012"',
    ],
  },
  {
    name: "no admin",
    settings: aws({ adminCidrs: [] }),
    diagnostics: ["swarm:aws.adminCidrs: is an empty list → write for example [203.0.113.7/32]"],
  },
  {
    name: "an admin as a text",
    settings: aws({ adminCidrs: "203.0.113.7/32" }),
    diagnostics: [
      'swarm:aws.adminCidrs: must be a list, but is "203.0.113.7/32" → write for example [203.0.113.7/32]',
    ],
  },
  {
    name: "an admin without a prefix",
    settings: aws({ adminCidrs: ["203.0.113.7"] }),
    diagnostics: ['swarm:aws.adminCidrs[0]: "203.0.113.7" is an address, not a range → write 203.0.113.7/32'],
  },
  {
    name: "an admin inside a range",
    settings: aws({ adminCidrs: ["198.51.100.0/24", "203.0.113.7/24"] }),
    diagnostics: [
      'swarm:aws.adminCidrs[1]: "203.0.113.7/24" names an address inside a range → write 203.0.113.0/24 for the range, or 203.0.113.7/32 for the address',
    ],
  },
  {
    name: "an admin by name, one with IPv6 and an empty one",
    settings: aws({ adminCidrs: ["office", "2001:db8::/32", null] }),
    diagnostics: [
      'swarm:aws.adminCidrs[0]: must be a range of IPv4 addresses, but is "office" → write for example 203.0.113.7/32',
      'swarm:aws.adminCidrs[1]: must be a range of IPv4 addresses, but is "2001:db8::/32" → write for example 203.0.113.7/32',
      "swarm:aws.adminCidrs[2]: must be a range of IPv4 addresses, but is empty → write for example 203.0.113.7/32",
    ],
  },
  {
    name: "a page that is no URL",
    settings: aws({ addressUrl: "checkip.amazonaws.com" }),
    diagnostics: [
      'swarm:aws.addressUrl: must be the URL of a page that answers with an address, or none, but is "checkip.amazonaws.com" → write for example https://checkip.amazonaws.com',
    ],
  },
  {
    name: "this computer as admin twice",
    settings: aws({ adminCidrs: ["self", "self"] }),
    diagnostics: ['swarm:aws.adminCidrs[1]: "self" is there twice → remove it'],
  },
  {
    name: "an admin twice",
    settings: aws({ adminCidrs: ["203.0.113.7/32", "203.0.113.8/32", "203.0.113.7/32"] }),
    diagnostics: ['swarm:aws.adminCidrs[2]: "203.0.113.7/32" is there twice → remove it'],
  },
  {
    name: "the world as admin",
    settings: aws({ adminCidrs: ["0.0.0.0/0"] }),
    diagnostics: [
      'swarm:aws.adminCidrs: "0.0.0.0/0" opens SSH to the world → name the addresses that you come from, or set swarm:aws.openToTheWorld to true as well',
    ],
  },
  {
    name: "the world as admin in two halves, reported once",
    settings: aws({ adminCidrs: ["0.0.0.0/1", "128.0.0.0/1"], openToTheWorld: false }),
    diagnostics: ["0.0.0.0/1", "128.0.0.0/1"].map(
      (range) =>
        `swarm:aws.adminCidrs: "${range}" opens SSH to the world → name the addresses that you come from, or set swarm:aws.openToTheWorld to true as well`,
    ),
  },
  {
    name: "openToTheWorld as text",
    settings: aws({ openToTheWorld: "certainly" }),
    diagnostics: [
      'swarm:aws.openToTheWorld: must be true or false, but is "certainly" → write for example true',
    ],
  },
  {
    name: "tags as a list",
    settings: aws({ tags: ["team"] }),
    diagnostics: ["swarm:aws.tags: must be a mapping, but is a list → write for example team: shop"],
  },
  {
    name: "a tag of this program's own",
    settings: aws({ tags: { "swarm.stack": "prod", team: "shop" } }),
    diagnostics: [
      'swarm:aws.tags["swarm.stack"]: is a tag that every resource has already → use another name',
    ],
  },
  {
    name: "a tag of AWS's own",
    settings: aws({ tags: { "AWS:team": "shop" } }),
    diagnostics: ['swarm:aws.tags["AWS:team"]: begins with aws:, which is AWS\' own → use another name'],
  },
  {
    name: "names and values that AWS does not accept for a tag",
    settings: aws({ tags: { "": "x", "a*b": "x", note: "half & half", long: "x".repeat(257) } }),
    diagnostics: [
      'swarm:aws.tags[""]: is not a name for a tag → use up to 128 letters, digits, blanks and _ . : / = + - @',
      'swarm:aws.tags["a*b"]: is not a name for a tag → use up to 128 letters, digits, blanks and _ . : / = + - @',
      'swarm:aws.tags.note: "half & half" is not a value for a tag → use up to 256 letters, digits, blanks and _ . : / = + - @',
      `swarm:aws.tags.long: "${"x".repeat(78)}… is not a value for a tag → use up to 256 letters, digits, blanks and _ . : / = + - @`,
    ],
  },
  {
    name: "a tag that is a mapping",
    settings: aws({ tags: { team: { name: "shop" } } }),
    diagnostics: ['swarm:aws.tags.team: must be a string, but is a mapping → write for example "text"'],
  },
  {
    name: "too many tags",
    settings: aws({ tags: tag(41) }),
    diagnostics: ["swarm:aws.tags: has 41 tags, but AWS takes 40 and ours → remove some"],
  },
  {
    name: "a number of images to keep in a repository",
    settings: aws({ registry: { keep: 3, forceDelete: "maybe" } }),
    diagnostics: [
      "swarm:aws.registry.keep: is unknown → remove it; valid keys: forceDelete",
      'swarm:aws.registry.forceDelete: must be true or false, but is "maybe" → write for example true',
    ],
  },
];
