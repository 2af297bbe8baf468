import type { DiagnosticPath } from "../../../input/diagnosticPath.ts";
import {
  plain,
  read,
  record,
  refine,
  type Schema,
  scalarText,
  show,
  stringLike,
} from "../../../input/schema.ts";
import { isSubnet, networkOf } from "../../../net/cidr.ts";
import { architectureOf } from "./architecture.ts";

const regionForm = "[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2}";

function like(what: string, example: string, whole: RegExp): Schema<string> {
  return stringLike(what, example, (value) => whole.test(value));
}

export const zone = like("an availability zone", "eu-central-1a", new RegExp(`^${regionForm}[a-z]$`));
export const vpcId = like("the id of a VPC", "vpc-0123456789abcdef0", /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/);
export const subnetId = like(
  "the id of a subnet",
  "subnet-0123456789abcdef0",
  /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
);
export const service = like(
  "an AWS service with interface endpoints, without the region",
  "ecr.api, ecr.dkr, ssm, ssmmessages, logs or monitoring",
  /^(?!s3$|dynamodb$)[a-z0-9]+([.-][a-z0-9]+)*$/,
);
export const kmsKey = like(
  "the ARN of a KMS key",
  "arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-0123456789ab",
  new RegExp(`^arn:aws[a-z-]*:kms:${regionForm}:[0-9]{12}:key/[0-9a-z-]+$`),
);
export const topic = like(
  "the ARN of an SNS topic",
  "arn:aws:sns:eu-central-1:123456789012:alarms",
  new RegExp(`^arn:aws[a-z-]*:sns:${regionForm}:[0-9]{12}:[A-Za-z0-9_-]{1,256}$`),
);
export const email = like("an email address", "ops@example.com", /^[^@\s]{1,64}@[^@\s]{1,255}$/);
export const time = like("a time of day in UTC", '"03:00"', /^([01][0-9]|2[0-3]):[0-5][0-9]$/);
export const certificate = like(
  "the ARN of an ACM certificate",
  "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-0123456789ab",
  new RegExp(`^arn:aws[a-z-]*:acm:${regionForm}:[0-9]{12}:certificate/[0-9a-z-]+$`),
);
/** A policy's name, which may have a path, or its ARN; AWS' own policies have ARNs only. */
export const policy = like(
  "the name or the ARN of an IAM policy",
  "swarm-boundary",
  /^(arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy\/)?([\w.,+@=-]{1,128}\/){0,8}[\w.,+@=-]{1,128}$/,
);
export const machineImage = like(
  "debian-13, an image or an SSM parameter that holds one",
  "debian-13, ami-0123456789abcdef0 or /images/swarm",
  /^(debian-13|ami-([0-9a-f]{8}|[0-9a-f]{17})|(\/[A-Za-z0-9_.-]+)+)$/,
);

export const region: Schema<string> = (value, path) =>
  typeof value === "string" && new RegExp(`^${regionForm}[a-z]$`).test(value)
    ? path.error(`must be an AWS region, but "${value}" is a zone`, `write ${value.slice(0, -1)}`)
    : like("an AWS region", "eu-central-1", new RegExp(`^${regionForm}$`))(value, path);

/** YAML reads an id without quotes as a number, and drops a zero in front. */
export const account: Schema<string> = (value, path) =>
  like(
    "the id of an AWS account, 12 digits",
    '"123456789012"',
    /^[0-9]{12}$/,
  )(typeof value === "number" ? String(value) : value, path);

export const instanceType: Schema<string> = refine(
  stringLike("an EC2 instance type", "t3.small", (type) => type.startsWith("mac") || isKnown(type)),
  (type, path) =>
    isKnown(type) ? type : path.error(`"${type}" is a Mac`, "use a type for Linux, for example t3.small"),
);

function isKnown(type: string): boolean {
  return architectureOf(type) !== undefined;
}

export const managerType: Schema<string> = refine(instanceType, (type, path) =>
  type.endsWith(".nano")
    ? path.error(
        `"${type}" has 0.5 GiB of memory, too little for a manager`,
        `use ${type.replace("nano", "micro")} or larger`,
      )
    : type,
);

const version = "(0|[1-9][0-9]{0,3})";
export const engine: Schema<string> = refine(
  like(
    "debian or a version of Docker Engine",
    '"29.8.2"',
    new RegExp(`^(debian|${version}\\.${version}\\.${version})$`),
  ),
  (written, path) =>
    written === "debian" || isMended(written.split(".").map(Number))
      ? written
      : path.error(
          `"${written}" lacks the fix of CVE-2026-92542, forged packets in encrypted overlays`,
          "use 29.8.2 or newer, 25.0.19 or newer of 25, or debian",
        ),
);

/** https://github.com/moby/moby/security/advisories/GHSA-6m9p-4h64-m6vh */
function isMended([major = 0, minor = 0, patch = 0]: readonly number[]): boolean {
  const number = (major * 10000 + minor) * 10000 + patch;
  return number >= 29_0008_0002 || (number >= 25_0000_0019 && major === 25);
}

/** A range of clients; a single address is a range, too. */
export const addressRange: Schema<string> = (value, path) => {
  if (typeof value === "string" && isSubnet(`${value}/32`))
    return path.error(`"${value}" is an address, not a range`, `write ${value}/32`);
  const range = stringLike("a range of IPv4 addresses", "203.0.113.7/32", isSubnet)(value, path);
  if (range === undefined || networkOf(range) === range) return range;
  return path.error(
    `"${range}" names an address inside a range`,
    `write ${networkOf(range)} for the range, or ${range.replace(/\/.*/, "/32")} for the address`,
  );
};

/** A range that may reach SSH, or this computer. */
export const adminRange: Schema<string> = (value, path) =>
  value === "self" ? value : addressRange(value, path);

export const addressUrl = like(
  "the URL of a page that answers with an address, or none",
  "https://checkip.amazonaws.com",
  /^(none|https?:\/\/[^\s/]+(\/\S*)?)$/,
);

/** A list without duplicates. */
export function various(of: Schema<string>, example: string, least = 1): Schema<readonly string[]> {
  return (value, path) => {
    if (!Array.isArray(value))
      return path.error(`must be a list, but is ${show(value)}`, `write for example [${example}]`);
    if (value.length < least) return path.error("is an empty list", `write for example [${example}]`);
    const items = value.map((item, index) => read(of, item, path.at(index)));
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      if (item === undefined) continue;
      if (seen.has(item)) path.at(index).error(`"${item}" is there twice`, "remove it");
      seen.add(item);
    }
    return items.filter((item) => item !== undefined);
  };
}

const characters = "letters, digits, blanks and _ . : / = + - @";

const tagName: Schema<string> = (value, path) => {
  const name = scalarText(value);
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name))
    return path.error("is not a name for a tag", `use up to 128 ${characters}`);
  if (/^aws:/i.test(name)) return path.error("begins with aws:, which is AWS' own", "use another name");
  if (name === "Name" || name.startsWith("swarm."))
    return path.error("is a tag that every resource has already", "use another name");
  return name;
};

const tagValue: Schema<string> = refine(plain, (value, path) =>
  /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value)
    ? value
    : path.error(`${show(value)} is not a value for a tag`, `use up to 256 ${characters}`),
);

export const tags: Schema<Record<string, string>> = refine(
  record(tagValue, tagName, "team: shop"),
  (all: Record<string, string>, path: DiagnosticPath) => {
    const count = Object.keys(all).length;
    return count > 40 ? path.error(`has ${count} tags, but AWS takes 40 and ours`, "remove some") : all;
  },
);
