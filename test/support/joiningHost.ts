import { nodeCertificate } from "./certificate.ts";
import { askOwner, cluster, FakeHost } from "./fakeHost.ts";

export const swarm = "id-of-the-swarm";

/** An engine from files in `$HOST`: `state`, `known` (own address and managers), `control` (is a manager). */
export const docker = `case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}") cat "$HOST/state" ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) echo "$(cat "$HOST/state")||$HOST/docker|" ;;
  "info --format {{.Swarm.NodeID}}") echo node-7 ;;
  "info --format {{.Swarm.NodeAddr}} {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}") cat "$HOST/known" ;;
  "info --format {{range .Swarm.RemoteManagers}} {{.Addr}}{{end}}") sed 's/[^ ]*//; s/ $//' "$HOST/known" ;;
  "info --format {{.Swarm.ControlAvailable}}") cat "$HOST/control" ;;
  "info --format {{.Swarm.Error}}") echo "rpc error: context deadline exceeded" ;;
  "swarm leave --force") echo inactive >"$HOST/state"; rm -r "$HOST/docker/swarm" ;;
  "node inspect self") cat "$HOST/itself" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

export const script = ["ports", "engine", "join"].map((name) => `swarm/scripts/${name}.sh`);
export const token = "SWMTKN-1-secret";
export const words = ["machine-1", "10.0.0.21", swarm, "-", "10.0.0.10", "10.0.0.11"];

export const state = "docker info --format {{.Swarm.LocalNodeState}}";
export const known =
  "docker info --format {{.Swarm.NodeAddr}} {{range .Swarm.RemoteManagers}}{{.Addr}} {{end}}";
export const control = "docker info --format {{.Swarm.ControlAvailable}}";
const nodeId = "docker info --format {{.Swarm.NodeID}}";
export const leave = "docker swarm leave --force";
export const ask =
  "curl --silent --show-error --unix-socket /var/run/docker.sock --header Content-Type: application/json --data-binary @- http://docker/swarm/join";
/** The guard before the script, and the script's first check. */
export const before = [askOwner, "docker version", state];
/** The last calls after a success. */
export const after = [askOwner, nodeId];

/** Makes the machine a node of the managers' swarm. */
export const joins = `mkdir -p "$HOST/docker/swarm/certificates"
cp "$HOST/certificate" "$HOST/docker/swarm/certificates/swarm-node.crt"
echo active >"$HOST/state"`;

/** A machine that joins as requested unless the answer says otherwise; one in a swarm is in the managers'. */
export function machine(
  swarmState: string,
  answer = joins,
  { inside = swarm, noted = cluster } = {},
): FakeHost {
  const host = new FakeHost({ docker, curl: `cat >"$HOST/request"\n${answer}` })
    .write("state", `${swarmState}\n`)
    .write("known", "10.0.0.21 10.0.0.11:2377 10.0.0.10:2377 \n")
    .write("control", "false\n")
    .write("certificate", nodeCertificate(swarm));
  if (swarmState !== "inactive") host.inSwarm(inside, noted);
  host.owner = ["ours-or-none", cluster, ""];
  return host;
}

export const join = (host: FakeHost) => host.run(script, words, [["token", token]]);

export const failure = (problem: string, hint: string) => `this-host: ${problem}\n  → ${hint}\n`;
