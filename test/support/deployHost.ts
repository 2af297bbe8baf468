import type { PayloadRecord } from "../../components/steps/payload.ts";
import { cluster, FakeHost } from "./fakeHost.ts";

/**
 * An engine in a swarm: `$HOST/objects` lists the existing configs and secrets, `$HOST/looks/1`, `2`, … are
 * the lines of task states that the first, second, … observation returns; the last one repeats.
 */
export const docker = `
look() { ls "$HOST/looks" | sort -n | awk -v seen="$(cat "$HOST/seen")" '$1 <= seen { last = $1 } END { print last }'; }
case "$*" in
  version) ;;
  "info --format {{.Swarm.LocalNodeState}}|"*) cat "$HOST/facts" ;;
  "config inspect "* | "secret inspect "*) grep -qxF "$1 $3" "$HOST/objects" ;;
  "config create "* | "secret create "*) name=$(printf '%s\\n' "$@" | tail -n 2 | head -n 1); printf '%s %s\\n' "$1" "$name" >>"$HOST/objects"; cat >"$HOST/content-$name" ;;
  "config ls --format "* | "secret ls --format "* | "network ls --filter scope=swarm "*)
    [ ! -e "$HOST/leaderless" ] || exit 1
    grep "^$1 " "$HOST/objects" || : ;;
  "config ls "* | "secret ls "*) sed -n "s/^$1 //p" "$HOST/objects" ;;
  "config rm "* | "secret rm "*) ;;
  "stack deploy --help") cat "$HOST/help" ;;
  "stack deploy "*) cp "$(ls -d "$HOST"/memory/swarm-deploy-*)"/* "$HOST/sent"; env >"$HOST/environment"; cat "$HOST/refusal"; [ ! -s "$HOST/refusal" ] ;;
  "service ls --quiet "*swarm.cluster*) echo id-web ;;
  "service ls --quiet "*) echo id-web; cat "$HOST/foreign-service" ;;
  "network ls --quiet "*swarm.cluster*) echo id-front ;;
  "network ls --quiet "*) echo id-front; cat "$HOST/foreign-network" ;;
  "service inspect foreign "* | "network inspect foreign "*) echo "shop_$1" ;;
  "service ls "*" {{.Name}}") cat "$HOST/services" ;;
  "service rm "* | "service update --force "* | "service rollback "*) ;;
  "service ls "*) echo $(($(cat "$HOST/seen") + 1)) >"$HOST/seen"; sed -n /^count/p "$HOST/looks/$(look)"; [ ! -e "$HOST/silent" ] ;;
  "service inspect shop_web "*) cat "$HOST/state" ;;
  "service inspect "*) grep ^spec "$HOST/looks/$(look)" ;;
  "network inspect shop_front "*) cat "$HOST/network" ;;
  "network inspect "*) exit 1 ;;
  "node ls --format {{.Status}}") cat "$HOST/nodes" ;;
  "stack ps "*) echo task-1 ;;
  "inspect --type task "*) grep ^task "$HOST/looks/$(look)" ;;
  "service ps --no-trunc shop_web "*)
    echo "task-1|shop_web.1|worker-0|Failed 2 seconds ago|exit 1"
    echo "task-0|shop_web.1|worker-1|Running 1 hour ago|" ;;
  "service logs --raw --tail 20 task-1") echo "the last words" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

export const page = { name: "shop_page-1", content: '{"title":"ü"}\n' };
export const password = { name: "shop_password-2", content: "hunter2" };
export const compose = '{"services":{"web":{"image":"redis"}}}\n';
export const records: readonly PayloadRecord[] = [
  ["config", page.name, page.content],
  ["secret", password.name, password.content],
  ["compose", compose],
];

/** The result of an observation of the only service, `web`. */
export function look(running: number, wanted: number, update = "none", ...others: string[]): string {
  const tasks = Array.from(
    { length: running },
    (_, slot) => `task id-web ${slot + 1} running running new - 15 up-${slot} ""`,
  );
  return [
    `count shop_web replicated ${running}/${wanted}`,
    `spec shop_web id-web ${update} - new 0 `,
    ...tasks,
    ...others,
    "",
  ].join("\n");
}

export function seed(
  looks: Readonly<Record<number, string>>,
  files: Readonly<Record<string, string>> = {},
  engine = docker,
  commands: Readonly<Record<string, string>> = {},
): FakeHost {
  const host = new FakeHost({ docker: engine, ...commands });
  for (const [number, content] of Object.entries(looks)) host.write(`looks/${number}`, content);
  const plain = {
    seen: "-1\n",
    objects: "",
    refusal: "",
    help: "  -d, --detach   Exit immediately instead of waiting for the stack services to converge\n",
    "foreign-service": "",
    "foreign-network": "",
    nodes: "Ready\nDown\n",
    services: "shop_web\n",
    network: "internal=false attachable=true encrypted=false subnets=10.1.0.0/24,\n",
    state: "completed rollback new new\n",
    "sent/none": "",
  };
  for (const [name, content] of Object.entries({ ...plain, ...files })) host.write(name, content);
  return host;
}

interface Ask {
  readonly seconds?: number;
  readonly kind?: string;
  readonly before?: readonly PayloadRecord[];
}

export const deploy = (host: FakeHost, { seconds = 60, kind = "checked", before = [] }: Ask = {}) =>
  host.run(script, ["shop", String(seconds), `web=new=${kind}`], [...before, ...records]);

export const script = [
  "live/scripts/deployed.sh",
  ...["objects", "judge", "report", "rollback", "deploy"].map((name) => `stack/scripts/${name}.sh`),
];

/** The calls that change something. */
export const changes = (calls: readonly string[]) =>
  calls
    .filter((call) =>
      /^docker ((config|secret) (create|rm)|service (rm|update|rollback)|stack deploy (?!--help))/.test(call),
    )
    .map((call) => call.replace(/ \S*swarm-deploy-[\w.]+\//g, " "));

export const label = `--label com.docker.stack.namespace=shop --label swarm.cluster=${cluster}`;
export const createPage = `docker config create ${label} ${page.name} -`;
export const createPassword = `docker secret create ${label} ${password.name} -`;
export const deployStack = "docker stack deploy --detach --resolve-image never --compose-file compose shop";
export const observations = (calls: readonly string[]) =>
  calls.filter((call) => call.includes("--format count ")).length - 1;
