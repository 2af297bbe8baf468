import { FakeDocker } from "./fakeDocker.ts";
import { cluster } from "./fakeHost.ts";
import { Folder } from "./folder.ts";
import { freePorts } from "./freePorts.ts";
import { type Recording, type RecordingOptions, type Registration, record } from "./recordedProgram.ts";
import { nodeIdOf, swarmId } from "./resourceAnswers.ts";

/** The compose project of these tests: two services with `build`, one without. */
export const shop = {
  "compose.yaml": `
services:
  web:
    build: ./web
    ports: [{target: 80, published: 8000, mode: host, app_protocol: http}]
    configs: [page]
  api:
    build: ./api
    secrets: [password]
  data: {image: redis}
configs: {page: {file: ./page.json}}
secrets: {password: {file: ./password.txt}}
`,
  "web/Dockerfile": "FROM scratch\n",
  "api/Dockerfile": "FROM scratch\n",
  "page.json": "{}\n",
  "password.txt": "the-shop's-password",
};

interface Outputs {
  readonly endpoint: unknown;
  readonly nodes: unknown;
  readonly swarmId: unknown;
  readonly images: unknown;
}

/** The first manager's answer to the query for the live state. */
export const healthy = `cat >/dev/null; cat <<'ANSWER'
swarm-output-begin
info ${JSON.stringify({
  Swarm: {
    LocalNodeState: "active",
    NodeID: nodeIdOf("seed"),
    NodeAddr: "172.31.0.10",
    Cluster: { ID: swarmId, Spec: { Labels: { "swarm.cluster": cluster } } },
  },
})}
nodes ${JSON.stringify([
  {
    ID: nodeIdOf("seed"),
    Spec: { Labels: { "swarm.node": "manager-0" }, Role: "manager", Availability: "active" },
    Status: { State: "ready", Addr: "172.31.0.10" },
    ManagerStatus: { Leader: true, Reachability: "reachable" },
  },
])}

swarm-output-end
ANSWER`;

let runs = 0;

/** Runs index.ts. Each import URL is a module of its own, so the program runs again. */
export function programRun(): Promise<Outputs> {
  return import(`../../index.ts?run=${runs++}`);
}

/**
 * For the tests of one `describe`: the program for the shop, on a computer with a healthy engine and manager.
 */
export function shopProgram() {
  const folder = new Folder().write(shop);
  let firstPort = 0;
  // This computer's engine lists nothing, so nothing is known to be gone; the manager's swarm is healthy.
  let docker: FakeDocker;
  before(async () => {
    firstPort = await freePorts(20);
    docker = new FakeDocker('case "$2" in ls) exit 1 ;; esac').add("ssh", healthy);
  });
  after(() => {
    folder[Symbol.dispose]();
    docker[Symbol.dispose]();
  });

  /** Runs index.ts with these settings, as in `Pulumi.<stack>.yaml`. */
  function run(settings: Readonly<Record<string, unknown>> = {}, options: RecordingOptions = {}) {
    const all = {
      stacks: { shop: { file: folder.at("compose.yaml") } },
      local: { firstPort, port: firstPort + 10 },
      ...settings,
    };
    const config = Object.entries(all).map(([name, value]) => [
      `swarm:${name}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return record(programRun, { ...options, config: Object.fromEntries(config) });
  }

  /** One manager and two workers; one run for all tests that only read it. */
  let usualRun: ReturnType<typeof run> | undefined;
  function usual(): ReturnType<typeof run> {
    usualRun ??= run();
    return usualRun;
  }

  /** The same with three managers. */
  let highlyAvailableRun: ReturnType<typeof run> | undefined;
  function highlyAvailable(): ReturnType<typeof run> {
    highlyAvailableRun ??= run({ managers: 3 });
    return highlyAvailableRun;
  }

  return { folder, firstPort: () => firstPort, run, usual, highlyAvailable };
}

/** The inputs of one resource. */
export const inputsOf = (recording: Recording, label: string) => recording.find(label).inputs;

/** Labels of the resources that differ between two runs. */
export function changed(one: Recording, other: Recording): string[] {
  const text = ({ inputs, ignoreChanges }: Registration) =>
    JSON.stringify(Object.entries(inputs).filter(([name]) => !ignoreChanges.includes(name)));
  const labels = one.registrations
    .filter(({ label }) => other.registrations.some((candidate) => candidate.label === label))
    .filter((registration) => text(registration) !== text(other.find(registration.label)));
  return labels.map(({ label }) => label).sort();
}

/** Labels of the resources that only the second run has. */
export function added(one: Recording, other: Recording): string[] {
  const labels = one.registrations.map(({ label }) => label);
  return other.registrations
    .map(({ label }) => label)
    .filter((label) => !labels.includes(label))
    .sort();
}
