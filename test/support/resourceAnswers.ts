import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { cluster } from "./fakeHost.ts";

/** The value that an earlier run drew and the state kept. */
export const keptSecret = Buffer.from("what an earlier run drew").toString("base64");

/** The part of a registration that a provider answers. */
interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The run of the registration. */
interface Run {
  readonly preview: boolean;
  readonly firstRun: boolean;
  /** The result of preflight, by node. */
  readonly engines: Readonly<Record<string, string>>;
  readonly stashes: Readonly<Record<string, unknown>>;
}

/** The values that providers fill in; none in a preview. */
export function answers(
  { type, name, inputs }: Asked,
  { preview, firstRun, engines, stashes }: Run,
): Record<string, unknown> {
  const state = { ...inputs };
  if (type === "pulumi:index:Stash")
    return { ...state, output: stashes[name] ?? kept(name, inputs, firstRun) };
  if (preview) return state;
  switch (type) {
    case "docker:index/container:Container":
      return { ...state, ports: published(inputs), networkDatas: [{ ipAddress: addressOf(name, inputs) }] };
    case "docker-build:index:Image":
      return { ...state, digest: digestOf(inputs.tags) };
    case "command:local:Command":
      // If the input is secret, so is every output.
      return {
        ...state,
        stdout: pulumi.secret(printedHere(name, inputs, engines)),
        stderr: pulumi.secret(""),
      };
    case "command:remote:Command":
      // The plugin marks every output as secret because the connection is.
      return { ...state, stdout: pulumi.secret(printed(name, inputs, engines)), stderr: pulumi.secret("") };
    case "aws:ec2/instance:Instance":
      return { privateIp: `private-address-of-${name}`, publicIp: `public-address-of-${name}`, ...state };
    case "aws:ec2/eip:Eip":
      return { ...state, publicIp: `elastic-address-of-${name}` };
    case "aws:iam/role:Role":
      return { ...state, name, arn: `arn-of-${name}` };
    case "aws:iam/instanceProfile:InstanceProfile":
      return { ...state, name: `profile-${name}` };
    case "aws:sns/topic:Topic":
      return { ...state, arn: `arn-of-${name}` };
    case "aws:s3/bucket:Bucket":
      return { ...state, bucket: `bucket-of-${name}` };
    case "aws:lb/loadBalancer:LoadBalancer":
      return { ...state, arn: `arn-of-${name}`, dnsName: `${name}.elb.test`, zoneId: `zone-of-${name}` };
    case "aws:lb/targetGroup:TargetGroup":
      return { ...state, arn: `arn-of-${name}` };
    default:
      return state;
  }
}

/** The state of a value that the first run keeps. */
function kept(name: string, { input }: Asked["inputs"], firstRun: boolean): unknown {
  // A first run draws a new id each time.
  if (name === "cluster") return firstRun ? input : cluster;
  if (name !== "keys") return input;
  // The engine wraps a secret with its own mark.
  return pulumi.secret(firstRun ? (input as { readonly value: unknown }).value : keptSecret);
}

/** The digest of an image with these tags. */
export function digestOf(tags: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(tags)).digest("hex")}`;
}

/** The output of commands on this computer: a check prints the engine, mirroring an image its digest. */
function printedHere(step: string, inputs: Asked["inputs"], engines: Run["engines"]): string {
  const create = String(inputs.create);
  if (/machineCheck\.ts|deployStack\.ts/.test(create)) return printed(step, inputs, engines);
  return create.includes("mirror.ts") ? digestOf(inputs.create) : "";
}

/** `nworker00000000000000000000` */
export function nodeIdOf(node: string): string {
  return `n${node.replaceAll("-", "")}`.padEnd(25, "0");
}

export const swarmId = "swarm".padEnd(25, "0");
export const joinTokens = {
  worker: `SWMTKN-1-${"w".repeat(50)}-${"w".repeat(25)}`,
  manager: `SWMTKN-1-${"m".repeat(50)}-${"m".repeat(25)}`,
};

/** The output of the scripts: a greeting, and their result. */
function printed(step: string, inputs: Asked["inputs"], engines: Run["engines"]): string {
  const node = /^(.+)-preflight$/.exec(step)?.[1];
  const said = node === undefined ? handedBack(step, inputs) : (engines[node] ?? "26.1.5 linux x86_64");
  return `hello from ${step}\nswarm-output-begin\n${said}\nswarm-output-end\n`;
}

function handedBack(step: string, { create }: Asked["inputs"]): string {
  if (step.endsWith("-bootstrap")) return `${nodeIdOf("seed")} ${swarmId}`;
  if (step.endsWith("-join-token")) return `${joinTokens.worker}\n${joinTokens.manager}`;
  if (step.endsWith("-join")) return nodeIdOf(step.slice(0, -"-join".length));
  // The argument before the swarm's id, which changes with the content.
  if (step.endsWith("-attempt")) return `attempt-at-${/(\w+) \w+$/.exec(String(create))?.[1]}`;
  // The currently deployed services: the arguments after the stack's name and its time.
  if (step.endsWith("-stack")) return /deployStack\.ts \S+ \d+ (.*)$/.exec(String(create))?.[1] ?? "";
  return "";
}

/** Docker chooses a free port if the inputs name none. */
function published({ ports }: Asked["inputs"]): unknown {
  return (ports as { external?: number }[] | undefined)?.map((port) => ({ external: 32768, ...port }));
}

function addressOf(name: string, { networksAdvanced }: Asked["inputs"]): string {
  const [network] = (networksAdvanced ?? []) as { ipv4Address?: string }[];
  return network?.ipv4Address ?? `address-of-${name}`;
}
