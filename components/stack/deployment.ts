import type { NetworkDocument } from "./composeDocument.ts";
import type { ComposeModel } from "./composeModel.ts";
import { rewriteComposeFile } from "./composeRewrite.ts";
import { kindOf } from "./expectation.ts";
import { deployPayload, objectNames } from "./stackObjects.ts";

/** What deploy.sh is told. */
export interface Deployment {
  /** `SERVICE=REVISION=KIND …`, a word for each service. */
  readonly words: string;
  /** Objects and the rewritten compose file; secret. */
  readonly payload: string;
}

export function planDeployment(
  model: ComposeModel,
  images: Readonly<Record<string, string>>,
  objectKey: string,
): Deployment {
  const names = objectNames(model, objectKey);
  const { text, revisions, expectations } = rewriteComposeFile(model, {
    images,
    objectNames: names,
    key: objectKey,
  });
  const words = Object.entries(expectations).map(
    ([service, expectation]) => `${service}=${revisions[service]}=${kindOf(expectation)}`,
  );
  const { compose, jobs } = splitJobs(text);
  const payload = [
    deployPayload(model, names, compose),
    ...jobLines(jobs),
    ...networkLines(model.name, text),
  ];
  return { words: words.join(" "), payload: payload.join("") };
}

/** The file without its jobs, and each of them as a file of its own: swarm runs a job again at every update. */
function splitJobs(text: string): { compose: string; jobs: [name: string, file: string][] } {
  const { services, ...definitions }: FileText = JSON.parse(text);
  const all = Object.entries(services);
  const isJob = ([, { deploy }]: (typeof all)[number]) => deploy?.mode?.endsWith("-job") === true;
  const others = Object.fromEntries(all.filter((entry) => !isJob(entry)));
  return {
    compose: JSON.stringify({ ...definitions, services: others }),
    jobs: all.filter(isJob).map(([name, job]) => [name, JSON.stringify({ services: { [name]: job } })]),
  };
}

interface FileText {
  readonly services: Readonly<Record<string, { readonly deploy?: { readonly mode?: string } }>>;
  readonly networks?: Readonly<Record<string, NetworkFile>>;
}

function jobLines(jobs: readonly [name: string, file: string][]): string[] {
  return jobs.map(([name, file]) => `job ${name} ${Buffer.from(file).toString("base64")}\n`);
}

/** What each network of the stack must be like, in the words of deploy.sh's look at the real one. */
function networkLines(stack: string, text: string): string[] {
  const { networks = {} }: FileText = JSON.parse(text);
  return Object.entries(networks)
    .filter(([, { external }]) => !external)
    .map(([key, network]) => `network ${network.name ?? `${stack}_${key}`} ${traitsOf(network).join(" ")}\n`);
}

function traitsOf({ internal, attachable, driver_opts, ipam }: NetworkFile): string[] {
  const encrypted = driver_opts?.encrypted;
  const subnets = (ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? []);
  return [
    `internal=${internal === true}`,
    `attachable=${attachable === true}`,
    `encrypted=${encrypted !== undefined && String(encrypted) !== "false"}`,
    // Swarm chooses where the file does not.
    ...(subnets.length === 1 ? [`subnets=${subnets}`] : []),
  ];
}

interface NetworkFile extends NetworkDocument {
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly driver_opts?: Readonly<Record<string, unknown>>;
}
