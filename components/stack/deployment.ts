import type { NetworkDocument } from "../compose/document.ts";
import type { ComposeModel } from "../compose/model.ts";
import type { PayloadRecord } from "../steps/payload.ts";
import { withClusterLabels } from "./clusterLabels.ts";
import { kindOf } from "./completionMode.ts";
import { asYaml, renderStackFile } from "./renderStackFile.ts";
import { objectNames, objectRecords } from "./stackObjects.ts";

/** Input of deploy.sh. */
export interface Deployment {
  /** `SERVICE=REVISION=KIND …`, one argument per service. */
  readonly args: string;
  /** Objects and the rendered compose file; secret. */
  readonly records: readonly PayloadRecord[];
}

export function planDeployment(
  model: ComposeModel,
  images: Readonly<Record<string, string>>,
  objectKey: string,
  cluster: string,
): Deployment {
  const names = objectNames(model, objectKey);
  const { text, revisions, expectations } = renderStackFile(model, {
    images,
    objectNames: names,
    key: objectKey,
  });
  const expected = Object.entries(expectations).map(
    ([service, expectation]) => `${service}=${revisions[service]}=${kindOf(expectation)}`,
  );
  const { compose, jobs } = splitJobs(withClusterLabels(JSON.parse(text), model, cluster));
  const records = [
    ...objectRecords(model, names),
    ["compose", compose] as const,
    ...jobs.map(([name, file]) => ["job", name, file] as const),
    ...networkRecords(model.name, text),
  ];
  return { args: expected.join(" "), records };
}

/** Separates the jobs, each into a file of its own, because swarm runs a job again at every update. */
function splitJobs({ services, ...definitions }: FileText): {
  compose: string;
  jobs: [name: string, file: string][];
} {
  const all = Object.entries(services);
  const isJob = ([, { deploy }]: (typeof all)[number]) => deploy?.mode?.endsWith("-job") === true;
  const others = Object.fromEntries(all.filter((entry) => !isJob(entry)));
  return {
    compose: asYaml({ ...definitions, services: others }),
    jobs: all.filter(isJob).map(([name, job]) => [name, asYaml({ services: { [name]: job } })]),
  };
}

interface FileText {
  readonly services: Readonly<Record<string, { readonly deploy?: { readonly mode?: string } }>>;
  readonly networks?: Readonly<Record<string, NetworkFile>>;
}

/** The expected properties of each network, in the format in which deploy.sh prints the actual ones. */
function networkRecords(stack: string, text: string): PayloadRecord[] {
  const { networks = {} }: FileText = JSON.parse(text);
  return Object.entries(networks)
    .filter(([, { external }]) => !external)
    .map(([key, network]) => ["network", network.name ?? `${stack}_${key}`, traitsOf(network).join(" ")]);
}

function traitsOf({ internal, attachable, driver_opts, ipam }: NetworkFile): string[] {
  const encrypted = driver_opts?.encrypted;
  const subnets = (ipam?.config ?? []).flatMap(({ subnet }) => subnet ?? []);
  return [
    `internal=${internal === true}`,
    `attachable=${attachable === true}`,
    `encrypted=${encrypted !== undefined && String(encrypted) !== "false"}`,
    // Swarm chooses a subnet if the file does not.
    ...(subnets.length === 1 ? [`subnets=${subnets}`] : []),
  ];
}

interface NetworkFile extends NetworkDocument {
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly driver_opts?: Readonly<Record<string, unknown>>;
}
