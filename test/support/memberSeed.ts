import { cluster, FakeHost } from "./fakeHost.ts";

export const id = "node-7";

/**
 * A manager's engine that knows a node from the files in `$HOST`: `node` exists while it is known; `status`,
 * `labels`, `role`, `raft`, `reachability`, `names`, `tasks`, `services` and `elsewhere` contain what docker
 * prints.
 */
export const docker = `
known() { [ -e "$HOST/node" ] || { echo "Error response from daemon: node ${id} not found" >&2; exit 1; }; }
case "$*" in
  version) ;;
  "info --format {{.Swarm.NodeID}}") cat "$HOST/self" ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) cat "$HOST/facts" ;;
  "node inspect ${id}") known ;;
  "node inspect ${id} --format {{.Status.State}}") known; cat "$HOST/status" ;;
  "node inspect ${id} --format {{index .Spec.Labels \\"swarm.labels\\"}}") cat "$HOST/labels" ;;
  "node inspect ${id} --format {{index .Spec.Labels \\"swarm.node\\"}}") cat "$HOST/name" ;;
  "node inspect ${id} --format {{.Spec.Role}}") cat "$HOST/wished" ;;
  "node inspect ${id} --format {{.Spec.Role}}{{with .ManagerStatus}} in raft{{end}}") cat "$HOST/role" ;;
  "node inspect ${id} --format {{json .Spec.Labels}}") cat "$HOST/present" ;;
  "node inspect ${id} --format {{range "*) cat "$HOST/volumes" ;;
  "node ls --filter node.label="*) cat "$HOST/same" ;;
  "node demote old-"* | "node rm --force old-"*) ;;
  "node inspect ${id} --format {{with .ManagerStatus}}{{.Reachability}}{{end}}") cat "$HOST/reachability" ;;
  "node ps ${id} --filter desired-state=running --quiet") cat "$HOST/wanted" ;;
  "node ps ${id} --format {{.CurrentState}}") cat "$HOST/tasks" ;;
  "node ps ${id} --filter desired-state=running --format {{.Name}}") cat "$HOST/names" ;;
  "node inspect ${id} --format {{.Description.Hostname}}") echo host-7 ;;
  "service ls --format service {{.Name}} {{.Mode}} {{.Replicas}}") cat "$HOST/services" ;;
  "service ps "*) cat "$HOST/elsewhere" ;;
  "node update "*) ;;
  "node demote ${id}") echo worker >"$HOST/role" ;;
  "node rm --force ${id}") known; rm "$HOST/node" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

export const version = "docker version";
export const self = "docker info --format {{.Swarm.NodeID}}";
export const known = `docker node inspect ${id}`;
export const status = `docker node inspect ${id} --format {{.Status.State}}`;
export const labels = `docker node inspect ${id} --format {{index .Spec.Labels "swarm.labels"}}`;
export const itsName = `docker node inspect ${id} --format {{index .Spec.Labels "swarm.node"}}`;
export const role = `docker node inspect ${id} --format {{.Spec.Role}}{{with .ManagerStatus}} in raft{{end}}`;
export const same = (node: string) =>
  `docker node ls --filter node.label=swarm.node=${node} --filter node.label=swarm.cluster=${cluster} --format {{.ID}} {{.Status}}`;
export const itsRole = `docker node inspect ${id} --format {{.Spec.Role}}`;
export const itsLabels = `docker node inspect ${id} --format {{json .Spec.Labels}}`;
export const votes = `docker node inspect ${id} --format {{with .ManagerStatus}}{{.Reachability}}{{end}}`;
export const wanted = `docker node ps ${id} --filter desired-state=running --quiet`;
export const tasks = `docker node ps ${id} --format {{.CurrentState}}`;
export const pause = `docker node update --availability pause ${id}`;
export const volumes = `docker node inspect ${id} --format {{range $key, $value := .Spec.Labels}}{{println $key}}{{end}}`;
export const names = `docker node ps ${id} --filter desired-state=running --format {{.Name}}`;
export const services = "docker service ls --format service {{.Name}} {{.Mode}} {{.Replicas}}";
export const elsewhere = (...names: string[]) =>
  `docker service ps ${names.join(" ")} --filter desired-state=running --format task {{.Name}} {{.Node}} {{.CurrentState}}`;
export const drain = `docker node update --availability drain ${id}`;
export const demote = `docker node demote ${id}`;
export const remove = `docker node rm --force ${id}`;

export function seed(files: Readonly<Record<string, string>> = {}, engine = docker): FakeHost {
  const host = new FakeHost({ docker: engine });
  const plain = { node: "", status: "ready\n", labels: "\n", role: "worker\n", reachability: "reachable\n" };
  for (const [name, content] of Object.entries({
    ...plain,
    self: "node-1\n",
    name: "\n",
    same: `${id} Ready\n`,
    wished: "worker\n",
    present: '{"swarm.labels":""}\n',
    wanted: "",
    tasks: "",
    volumes: "",
    names: "",
    services: "service shop_web replicated 2/2\nservice shop_edge global 3/3\n",
    elsewhere: "",
    ...files,
  }))
    host.write(name, content);
  return host;
}

export const member = (host: FakeHost, ...args: string[]) =>
  host.run(
    ["volumeNodes.sh", "handOver.sh", "member.sh"].map((file) => `swarm/scripts/${file}`),
    args,
  );
export const failure = (problem: string, hint: string) => `this-host: ${problem}\n  → ${hint}\n`;
