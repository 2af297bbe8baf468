import { FakeHost } from "./fakeHost.ts";

/** A node of the fake swarm. */
export interface FakeNode {
  /** Also its hostname. */
  readonly id: string;
  readonly status?: "Ready" | "Down";
  readonly availability?: "Active" | "Pause" | "Drain";
  /** The volumes that it holds. */
  readonly volumes?: readonly string[];
  /** Names of the services with a task there, one for each task. */
  readonly tasks?: readonly string[];
}

/**
 * A manager's engine with state: nodes with labels, and tasks that run on them. Labels that a script sets stay.
 *
 * In `$HOST`: `nodes` with lines `ID STATUS AVAILABILITY`, `labels-ID`, `tasks` with lines `SERVICE NODE`.
 */
const docker = `
all=$*
format=\${all##*--format }
case "$all" in
  version) ;;
  "node ls --quiet --filter node.label="*)
    label=\${all##*node.label=}
    for file in "$HOST"/labels-*; do grep -qxF "$label" "$file" && echo "\${file##*/labels-}"; done; : ;;
  "node ls "*) cat "$HOST/nodes" ;;
  "node inspect "*"println"*) cut -d = -f 1 "$HOST/labels-$3" ;;
  "node inspect "*"swarm.node"*) echo "$3" ;;
  "node inspect "*".Availability"*) sed -n "s/^$3 //p" "$HOST/nodes" | tr A-Z a-z ;;
  "node ps "*) sed -n "s/^\\(.*\\) $3$/\\1/p" "$HOST/tasks" ;;
  "node update "*)
    for node in "$@"; do :; done
    while [ "$#" -gt 0 ]; do
      case $1 in
        --label-add) grep -qxF "$2" "$HOST/labels-$node" || echo "$2" >>"$HOST/labels-$node"; shift ;;
      esac
      shift
    done ;;
  "service ps "*) grep -n "^$3 " "$HOST/tasks" | cut -d : -f 1 ;;
  "inspect --type task "*)
    for number in "$@"; do
      case $number in *[!0-9]*) ;; *) sed -n "$number s/.* //p" "$HOST/tasks" ;; esac
    done ;;
  *) echo "docker $all is not expected" >&2; exit 99 ;;
esac`;

export function volumeSwarm(nodes: readonly FakeNode[]): FakeHost {
  const host = new FakeHost({ docker });
  const lines = nodes.map(
    ({ id, status = "Ready", availability = "Active" }) => `${id} ${status} ${availability}\n`,
  );
  host.write("nodes", lines.join(""));
  host.write("tasks", nodes.flatMap(({ id, tasks = [] }) => tasks.map((task) => `${task} ${id}\n`)).join(""));
  for (const { id, volumes = [] } of nodes)
    host.write(`labels-${id}`, volumes.map((volume) => `swarm.volume.${volume}=true\n`).join(""));
  return host;
}
