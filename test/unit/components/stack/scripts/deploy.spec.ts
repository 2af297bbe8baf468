import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { FakeHost } from "../../../../support/fakeHost.ts";

/**
 * An engine in a swarm: `$HOST/objects` lists the configs and secrets that are there, `$HOST/looks/1`,
 * `2`, … are the lines of task states that the first, second, … observation shows; the last one stays.
 */
const docker = `
look() { ls "$HOST/looks" | sort -n | awk -v seen="$(cat "$HOST/seen")" '$1 <= seen { last = $1 } END { print last }'; }
case "$*" in
  version) ;;
  "config inspect "* | "secret inspect "*) grep -qxF "$1 $3" "$HOST/objects" ;;
  "config create "* | "secret create "*) printf '%s %s\\n' "$1" "$5" >>"$HOST/objects"; cat >"$HOST/content-$5" ;;
  "config ls "* | "secret ls "*) sed -n "s/^$1 //p" "$HOST/objects" ;;
  "config rm "* | "secret rm "*) ;;
  "stack deploy "*) env >"$HOST/environment"; cat >"$HOST/compose"; cat "$HOST/refusal"; [ ! -s "$HOST/refusal" ] ;;
  "service ls --quiet "*) echo id-web ;;
  "service ls "*) echo $(($(cat "$HOST/seen") + 1)) >"$HOST/seen"; grep ^count "$HOST/looks/$(look)" ;;
  "service inspect "*) grep ^update "$HOST/looks/$(look)" ;;
  "node ls --format {{.Status}}") cat "$HOST/nodes" ;;
  "stack ps "*) echo task-1 ;;
  "inspect --type task "*) grep ^task "$HOST/looks/$(look)" ;;
  "service ps --no-trunc shop_web --format table "*) echo "NAME NODE STATE ERROR"; echo "shop_web.1 worker-0 Failed exit 1" ;;
  "service ps --no-trunc shop_web --format {{.ID}} "*) echo "task-1 Failed 2 seconds ago"; echo "task-0 Running 1 hour ago" ;;
  "service logs --raw --tail 20 task-1") echo "the last words" ;;
  *) echo "docker $* is not expected" >&2; exit 99 ;;
esac`;

const page = { name: "shop_page-1", content: '{"title":"ü"}\n' };
const password = { name: "shop_password-2", content: "hunter2" };
const compose = '{"services":{"web":{"image":"redis"}}}\n';
const base64 = (text: string) => Buffer.from(text).toString("base64");
const payload = [
  `config ${page.name} ${base64(page.content)}`,
  `secret ${password.name} ${base64(password.content)}`,
  `compose ${base64(compose)}`,
  "",
].join("\n");

/** What an observation shows of the only service, `web`. */
function look(running: number, wanted: number, update = "none"): string {
  const tasks = Array.from({ length: running }, (_, slot) => `task id-web ${slot + 1} running running new`);
  return [
    `count shop_web replicated ${running}/${wanted}`,
    `update shop_web id-web ${update}`,
    ...tasks,
    "",
  ].join("\n");
}

function seed(
  looks: Readonly<Record<number, string>>,
  files: Readonly<Record<string, string>> = {},
  engine = docker,
): FakeHost {
  const host = new FakeHost({ docker: engine });
  for (const [number, content] of Object.entries(looks)) host.write(`looks/${number}`, content);
  const plain = { seen: "0\n", objects: "", refusal: "", nodes: "Ready\nDown\n" };
  for (const [name, content] of Object.entries({ ...plain, ...files })) host.write(name, content);
  return host;
}

const deploy = (host: FakeHost, { seconds = 60, kind = "checked" } = {}) =>
  host.run("stack/scripts/deploy.sh", ["shop", String(seconds), `web=new=${kind}`], payload);

/** The calls that change something. */
const changes = (calls: readonly string[]) =>
  calls.filter((call) => /^docker ((config|secret) (create|rm)|stack deploy)/.test(call));

const label = "--label com.docker.stack.namespace=shop";
const createPage = `docker config create ${label} ${page.name} -`;
const createPassword = `docker secret create ${label} ${password.name} -`;
const deployStack = "docker stack deploy --prune --resolve-image never --compose-file - shop";
const observations = (calls: readonly string[]) =>
  calls.filter((call) => call.startsWith("docker service ls --filter")).length;

describe("deploy.sh", () => {
  it("makes the objects, then deploys, and prints what runs", async () => {
    using host = seed({ 0: look(2, 2) });
    const { code, stdout, stderr, calls } = await deploy(host);
    assert.deepEqual([code, stdout, stderr], [0, "web=new=checked\n", "shop: web 2/2\n"]);
    assert.deepEqual(changes(calls), [createPage, createPassword, deployStack]);
    assert.equal(host.read("compose"), compose);
    assert.equal(host.read(`content-${page.name}`), page.content);
    assert.equal(host.read(`content-${password.name}`), password.content);
  });

  it("waits until every node has reported to a new leader, and says so where one does not", async () => {
    using host = seed({ 0: look(2, 2) }, { nodes: "Ready\nUnknown\n" });
    const { code, stderr, calls } = await deploy(host);
    assert.equal(code, 0);
    assert.equal(
      stderr,
      "shop: web 2/2\nnot all nodes have reported since the leader changed: npm run status\n",
    );
    assert.equal(calls.filter((call) => call.startsWith("docker node ls")).length, 4);
  });

  it("lends docker no variable to fill into the file", async () => {
    using host = seed({ 0: look(2, 2) });
    await deploy(host);
    const names = host
      .read("environment")
      .split("\n")
      .map((line) => line.split("=")[0])
      // These are the shell's own.
      .filter((name) => name && !["PWD", "OLDPWD", "SHLVL", "_"].includes(name));
    assert.deepEqual(names, ["PATH"]);
  });

  it("makes no object twice", async () => {
    using host = seed({ 0: look(2, 2) }, { objects: `config ${page.name}\nsecret ${password.name}\n` });
    assert.deepEqual(changes((await deploy(host)).calls), [deployStack]);
  });

  it("removes objects of the stack that it needs no more, once all is well", async () => {
    using host = seed(
      { 0: look(2, 2) },
      { objects: "config shop_page-0\nsecret shop_password-0\nsecret shop_password-2\n" },
    );
    assert.deepEqual(changes((await deploy(host)).calls), [
      createPage,
      deployStack,
      "docker config rm shop_page-0",
      "docker secret rm shop_password-0",
    ]);
  });

  it("keeps superseded objects that are in use, without a word", async () => {
    const busy = docker.replace(
      '"config rm "*',
      '"config rm "*) echo "in use" >&2; exit 1 ;;\n  "config rm "*',
    );
    using host = seed({ 0: look(2, 2) }, { objects: "config shop_page-0\n" }, busy);
    const { code, stderr, calls } = await deploy(host);
    assert.deepEqual([code, stderr], [0, "shop: web 2/2\n"]);
    assert.equal(calls.at(-2), "docker config rm shop_page-0");
  });

  it("shows each step of the progress once, and waits until all is well twice in a row", async () => {
    using host = seed({ 0: look(0, 2), 3: look(1, 2), 4: look(2, 2), 5: look(1, 2), 6: look(2, 2) });
    const { code, stderr, calls } = await deploy(host);
    assert.equal(code, 0);
    assert.equal(stderr, ["0/2", "1/2", "2/2", "1/2", "2/2"].map((count) => `shop: web ${count}\n`).join(""));
    assert.equal(observations(calls), 7);
  });

  it("looks ten times where only time can show a crash", async () => {
    using host = seed({ 0: look(2, 2) });
    const { code, calls } = await deploy(host, { kind: "unchecked" });
    assert.equal(code, 0);
    assert.equal(observations(calls), 10);
  });

  it("fails with the tasks and the last words of a service that was rolled back, and removes nothing", async () => {
    using host = seed(
      { 0: look(1, 2, "updating"), 2: look(0, 2, "rollback_completed") },
      { objects: "config shop_page-0\n" },
    );
    const { code, stdout, stderr, calls } = await deploy(host);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.equal(
      stderr,
      `shop: web 1/2
shop: web 0/2
--- tasks of shop_web
NAME NODE STATE ERROR
shop_web.1 worker-0 Failed exit 1
--- last log lines of shop_web, task task-1
the last words
this-host: stack shop: service web was rolled back
  → mend it and run pulumi up again; npm run docker -- service logs shop_web
`,
    );
    assert.deepEqual(changes(calls), [createPage, createPassword, deployStack]);
  });

  it("fails at its deadline with how far it came", async () => {
    using host = seed({ 0: look(1, 2) });
    const { code, stderr } = await deploy(host, { seconds: 0 });
    assert.equal(code, 1);
    assert.ok(
      stderr.endsWith(`this-host: stack shop: not converged after 0 s (web 1/2)
  → mend it and run pulumi up again, or raise swarm:stacks.shop.timeout
`),
    );
  });

  it("repeats docker's words where it refuses the file", async () => {
    using host = seed({ 0: look(2, 2) }, { refusal: "services.web Additional property x is not allowed\n" });
    const { code, stderr, calls } = await deploy(host);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "this-host: stack shop: docker refuses it: services.web Additional property x is not allowed\n  → mend the compose file\n",
    );
    assert.equal(observations(calls), 0);
  });

  it("shows no secret in any call, and leaves nothing behind", async () => {
    for (const update of ["none", "paused"]) {
      using host = seed({ 0: look(2, 2, update) });
      const { calls } = await deploy(host);
      assert.ok(calls.length > 8);
      for (const secret of [password.content, base64(password.content), base64(compose)])
        assert.deepEqual(
          calls.filter((call) => call.includes(secret)),
          [],
        );
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
    }
  });
});
