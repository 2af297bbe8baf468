import { type AddressInfo, createServer } from "node:net";
import { askOwner, cluster, FakeHost } from "./fakeHost.ts";

export const labelOfCluster = '{{index .Swarm.Cluster.Spec.Labels "swarm.cluster"}}';

/** An engine in state `$HOST/state`, in the swarm `$HOST/swarm` with the label `$HOST/label`. */
export const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) echo "$(cat "$HOST/state")|$(cat "$HOST/swarm")|$HOST/docker|$(cat "$HOST/label")|swarm/test" ;;
  "info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}") cat "$HOST/swarm" ;;
  "info --format {{.Swarm.NodeID}}") echo node-1 ;;
  "info --format {{.Swarm.NodeAddr}}") cat "$HOST/address" ;;
  "info --format {{.Swarm.Cluster.Spec.EncryptionConfig.AutoLockManagers}}") cat "$HOST/autolock" ;;
  "info --format {{json .Swarm.Cluster.Spec}}") cat "$HOST/spec" ;;
  "info --format {{.Swarm.Cluster.Version.Index}}") echo 42 ;;
  "info --format {{index .Swarm.Cluster.Spec.Labels "*) cat "$HOST/label" ;;
  "network inspect ingress"*) cat "$HOST/ingress" 2>/dev/null ;;
  "service ls --quiet") cat "$HOST/services" ;;
  "network rm ingress") cat >"$HOST/answer"; rm "$HOST/ingress" ;;
  "network create "*) echo '{"encrypted":""}' >"$HOST/ingress" ;;
  "node ls --filter role=manager --format {{.ID}} {{.Self}}") printf 'node-0 false\\nnode-1 true\\nnode-2 false\\n' ;;
  "node ls --filter role=manager --quiet") cat "$HOST/manager-ids" ;;
  "node ls "*) cat "$HOST/managers" ;;
  "swarm init --force-new-cluster --advertise-addr 10.0.0.10") echo id-of-the-swarm >"$HOST/swarm"; echo token ;;
  "swarm update --autolock=false") ;;
  "node demote "* | "node rm --force "*) ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

/** The engine's socket: creates a swarm, or changes its label, as requested. */
export const curl = `cat >"$HOST/asked"
sed 's/.*"swarm.cluster":"\\([^"]*\\)".*/\\1/' "$HOST/asked" >"$HOST/label"
case "$*" in */init) echo active >"$HOST/state"; echo id-of-the-swarm >"$HOST/swarm"; echo '"node-1"' ;; esac`;

const version = "docker version";
const state = "docker info --format {{.Swarm.LocalNodeState}}";
export const swarm = "docker info --format {{with .Swarm.Cluster}}{{.ID}}{{end}}";
export const address = "docker info --format {{.Swarm.NodeAddr}}";
export const autolock = "docker info --format {{.Swarm.Cluster.Spec.EncryptionConfig.AutoLockManagers}}";
export const ingress = "docker network inspect ingress";
export const options = "docker network inspect ingress --format {{json .Options}}";
const reachable = "docker node ls --filter role=manager --format {{.ManagerStatus}}";
const node = "docker info --format {{.Swarm.NodeID}}";
/** The guard before the script, and the script's first check. */
export const before = [askOwner, version, state];
/** What the script checks in a swarm with a leader. */
export const after = [askOwner, address, autolock, ingress, options, reachable, askOwner, node];
export const socket = (path: string) =>
  `curl --silent --show-error --unix-socket /var/run/docker.sock --header Content-Type: application/json --data-binary @- http://docker/swarm/${path}`;
export const init = socket("init");

/**
 * A machine in this swarm state and swarm; the swarm is this cluster's unless the label names another one.
 */
export function manager(swarmState: string, swarmId = "", label = swarmId && cluster): FakeHost {
  const host = new FakeHost({ docker, curl })
    .write("state", `${swarmState}\n`)
    .write("swarm", swarmId && `${swarmId}\n`)
    .write("label", `${label}\n`)
    .write("address", "10.0.0.10\n")
    .write("autolock", "false\n")
    .write("ingress", '{"com.docker.network.driver.overlay.vxlanid_list":"4096"}\n')
    .write("services", "")
    .write("managers", "Leader\nReachable\n")
    .write("manager-ids", "node-1\n");
  host.owner = ["ours-or-none", cluster, ""];
  return host;
}

/** A manager of this cluster without a leader. */
export function leaderless(): FakeHost {
  return manager("active").inSwarm("id-of-the-swarm", cluster);
}

export const run = (
  host: FakeHost,
  changes: Readonly<Record<string, string>>,
  others: string[],
  encryption = "plain",
  purpose = "seed",
) =>
  host.run(
    ["ports", "engine", "bootstrap"].map((name) => `swarm/scripts/${name}.sh`),
    ["machine-1", "10.0.0.10", "shop/prod", "10.128.0.0/16", encryption, purpose, ...others],
    undefined,
    changes,
  );

export const bootstrap = (host: FakeHost) => run(host, {}, []);

export const failure = (problem: string, hint: string) => `this-host: ${problem}\n  → ${hint}\n`;

/** Runs the script beside a manager at 127.0.0.1; nothing listens at 127.0.0.3 and 127.0.0.4. */
export async function besideManager(host: FakeHost, ...others: string[]) {
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen({ host: "127.0.0.1", port: 0 }, resolve));
  try {
    const { port } = listener.address() as AddressInfo;
    // A computer may have its own swarm on the real port.
    return await run(host, { "/2377": `/${port}` }, others);
  } finally {
    await new Promise((resolve) => listener.close(resolve));
  }
}
