import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import {
  changes,
  compose,
  createPage,
  createPassword,
  deploy,
  deployStack,
  docker,
  look,
  observations,
  page,
  password,
  records,
  script,
  seed,
} from "../../../../support/deployHost.ts";
import { handedBack } from "../../../../support/fakeHost.ts";

describe("deploy.sh", () => {
  it("creates the objects, deploys, and prints what runs", async () => {
    using host = seed({ 0: look(2, 2) });
    const { code, stdout, stderr, calls } = await deploy(host);
    assert.deepEqual([code, stdout, stderr], [0, handedBack("web=new=checked"), "shop: web 2/2\n"]);
    assert.deepEqual(changes(calls), [createPage, createPassword, deployStack]);
    assert.equal(host.read("sent/compose"), compose);
    assert.equal(host.read(`content-${page.name}`), page.content);
    assert.equal(host.read(`content-${password.name}`), password.content);
  });

  it("waits until every node has reported to a new leader, or warns", async () => {
    using host = seed({ 0: look(2, 2) }, { nodes: "Ready\nUnknown\n" });
    const { code, stderr, calls } = await deploy(host);
    assert.equal(code, 0);
    assert.equal(
      stderr,
      "shop: web 2/2\nnot all nodes have reported since the leader changed: npm run status\n",
    );
    assert.equal(calls.filter((call) => call.startsWith("docker node ls")).length, 4);
  });

  it("deploys with --detach if the client has it", async () => {
    using old = seed({ 0: look(2, 2) }, { help: "Usage:  docker stack deploy [OPTIONS] STACK\n" });
    const { code, calls } = await deploy(old);
    assert.deepEqual([code, changes(calls).at(-1)], [0, deployStack.replace(" --detach", "")]);
    using waiting = seed(
      { 0: look(2, 2) },
      {},
      docker.replace('"stack deploy "*)', '"stack deploy --resolve"*) sleep 60 ;;\n  "stack deploy "*)'),
    );
    assert.equal((await deploy(waiting)).code, 0);
  });

  it("passes docker no variable to interpolate", async () => {
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

  it("creates no object twice", async () => {
    using host = seed({ 0: look(2, 2) }, { objects: `config ${page.name}\nsecret ${password.name}\n` });
    assert.deepEqual(changes((await deploy(host)).calls), [deployStack]);
  });

  it("removes the stack's unused objects after success", async () => {
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

  it("silently keeps superseded objects that are in use", async () => {
    const busy = docker.replace(
      '"config rm "*',
      '"config rm "*) echo "in use" >&2; exit 1 ;;\n  "config rm "*',
    );
    using host = seed({ 0: look(2, 2) }, { objects: "config shop_page-0\n" }, busy);
    const { code, stderr, calls } = await deploy(host);
    assert.deepEqual([code, stderr], [0, "shop: web 2/2\n"]);
    assert.ok(calls.includes("docker config rm shop_page-0"));
  });

  it("waits for two good observations in a row, and reports only both ends of fast progress", async () => {
    using host = seed({ 0: look(0, 2), 3: look(1, 2), 4: look(2, 2), 5: look(1, 2), 6: look(2, 2) });
    const { code, stderr, calls } = await deploy(host);
    assert.equal(code, 0);
    assert.equal(stderr, "shop: web 0/2\nshop: web 2/2\n");
    assert.equal(observations(calls), 7);
  });

  describe("over time", () => {
    /** Each question after the time is so many seconds later. */
    const clock = (seconds: number) =>
      `time=$(($(cat "$HOST/time" 2>/dev/null || echo 1000) + ${seconds})); echo "$time" >"$HOST/time"; echo "$time"`;
    const progress = async (seconds: number, looks: Readonly<Record<number, string>>) => {
      using host = seed(looks, {}, docker, { date: clock(seconds) });
      const { code, stderr } = await deploy(host, { seconds: 10_000 });
      assert.equal(code, 0);
      return stderr.replaceAll("shop: web ", "").trim().split("\n");
    };

    it("reports each step of the progress", async () => {
      const looks = { 0: look(0, 3), 3: look(1, 3), 4: look(2, 3), 6: look(3, 3) };
      assert.deepEqual(await progress(2, looks), ["0/3", "1/3", "2/3", "3/3"]);
    });

    it("repeats itself only every 30 seconds if services go up and down", async () => {
      const flapping = Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [index, look(index % 2, 2)]),
      );
      const lines = await progress(3, { ...flapping, 30: look(2, 2) });
      assert.deepEqual([lines.slice(0, 2), lines.at(-1)], [["1/2", "0/2"], "2/2"]);
      // Two questions a look: some 180 seconds.
      assert.ok(lines.length <= 10, lines.join(" "));
    });
  });

  it("observes ten times if only time can reveal a crash", async () => {
    using host = seed({ 0: look(2, 2) });
    const { code, calls } = await deploy(host, { kind: "unchecked" });
    assert.equal(code, 0);
    assert.equal(observations(calls), 10);
  });

  it("runs a job again only at another revision or after a failure", async () => {
    const file = '{"services":{"web":{"image":"redis","deploy":{"mode":"replicated-job"}}}}';
    const job = [...records, ["job", "web", file] as const];
    const args = ["shop", "60", "web=new=job"];
    const at = (revision: string, done: number) =>
      `count shop_web replicated-job 0/1 (${done}/1 completed)\nspec shop_web id-web none 0 ${revision} 0 \n`;
    using ran = seed({ 0: at("new", 1) });
    const quiet = await ran.run(script, args, job);
    assert.deepEqual([quiet.code, changes(quiet.calls).at(-1)], [0, deployStack]);
    using changed = seed({ 0: at("old", 1), 1: at("new", 1) });
    const again = await changed.run(script, args, job);
    const both = deployStack.replace(" shop", " --compose-file job-web shop");
    assert.deepEqual([again.code, changes(again.calls).at(-1)], [0, both]);
    assert.equal(changed.read("sent/job-web"), file);
    const failed = 'task id-web 0node complete failed new 0 15 failed-1 "exit"\n';
    using broken = seed({ 0: at("new", 0) + failed, 1: at("new", 1) });
    const mended = await broken.run(script, args, job);
    assert.deepEqual([mended.code, changes(mended.calls).at(-1)], [0, both]);
  });

  it("before it deploys, removes only services that the file no longer has", async () => {
    using host = seed({ 0: look(2, 2) }, { services: "shop_web\nshop_web2\nshop_old\n" });
    assert.deepEqual(changes((await deploy(host)).calls).slice(2), [
      "docker service rm shop_web2",
      "docker service rm shop_old",
      deployStack,
    ]);
  });

  it("restarts a service that failed before and would not change", async () => {
    const ended = 'task id-web 1 shutdown failed new - 15 failed-1 "exit 4"';
    using host = seed({ 0: look(0, 1, "none", ended), 1: look(1, 1, "none", ended) });
    const { code, calls } = await deploy(host);
    assert.equal(code, 0);
    assert.equal(changes(calls).at(-1), "docker service update --force --detach --quiet shop_web");
  });

  it("shows no secret in any call, and leaves no file behind", async () => {
    for (const update of ["none", "paused"]) {
      using host = seed({ 0: look(2, 2, update) });
      host.write("memory/swarm-deploy-shop.abcdefgh/compose", "of a run that was killed");
      const { calls } = await deploy(host);
      assert.ok(calls.length > 8);
      for (const secret of [
        password.content,
        ...[password.content, compose].map((text) => Buffer.from(text).toString("base64")),
      ])
        assert.deepEqual(
          calls.filter((call) => call.includes(secret)),
          [],
        );
      assert.deepEqual(readdirSync(host.path("memory")), ["none"]);
    }
  });
});
