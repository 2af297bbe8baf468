import assert from "node:assert/strict";
import { deploymentOf, deployTo } from "../../../../support/deployments.ts";
import { cluster } from "../../../../support/fakeHost.ts";
import { failed, service, up } from "../../../../support/judgement.ts";

const two = service("web", "replicated 2/2", "none", up("1"), up("2"));
const deployStack = "docker stack deploy --resolve-image never --compose-file - s";
const page = { kind: "config", name: "s_page-1", content: "eyJ0aXRsZSI6IsO8In0K" } as const;
const password = { kind: "secret", name: "s_password-2", content: "aHVudGVyMg==" } as const;

describe("deploy", () => {
  it("creates the objects, then deploys the file", async () => {
    const deployment = deploymentOf("web=new=checked", { objects: [page, password] });
    const { swarm, error } = await deployTo({ after: [two] }, deployment);
    assert.deepEqual([error, swarm.said], ["", ["s: web 2/2"]]);
    assert.deepEqual(swarm.changes, [
      `POST /configs/create s_page-1 ${page.content}`,
      `POST /secrets/create s_password-2 ${password.content}`,
      deployStack,
    ]);
    assert.deepEqual(swarm.files, ['{"services":{"web":{"image":"redis"}}}']);
  });

  it("creates no object twice, and takes no other name for the same one", async () => {
    const objects = ["config s_page-1", "secret s_password-22"];
    const deployment = deploymentOf("web=new=checked", { objects: [page, password] });
    const { swarm } = await deployTo({ after: [two], objects }, deployment);
    assert.deepEqual(swarm.changes.slice(0, 2), [
      `POST /secrets/create s_password-2 ${password.content}`,
      deployStack,
    ]);
  });

  it("removes the stack's unused objects after success, and silently keeps those in use", async () => {
    const content = {
      after: [two],
      objects: ["config s_page-1", "config s_page-0", "secret s_old", "secret s_password-2"],
      refuses: { "DELETE /configs/s_page-0": 400 },
    };
    const { swarm, error } = await deployTo(
      content,
      deploymentOf("web=new=checked", { objects: [page, password] }),
    );
    assert.deepEqual(
      [error, swarm.said, swarm.changes],
      ["", ["s: web 2/2"], [deployStack, "DELETE /configs/s_page-0", "DELETE /secrets/s_old"]],
    );
  });

  describe("with networks that the file no longer has", () => {
    const networks = [
      { Id: "id-kept", Name: "s_kept" },
      { Id: "id-old", Name: "s_old" },
      { Id: "id-foreign", Name: "s_foreign", Labels: { "com.docker.stack.namespace": "s" } },
    ];
    const deployment = deploymentOf("web=new=checked", { networks: [{ name: "s_kept" }] });

    it("removes those that this cluster created", async () => {
      const { swarm } = await deployTo({ after: [two], networks, swarm: "mine" }, deployment, {
        adopt: "mine",
      });
      assert.deepEqual(swarm.changes, [deployStack, "DELETE /networks/id-old"]);
    });

    it("keeps one that is in use, and says so after twenty seconds", async () => {
      const refuses = { "DELETE /networks/id-old": 403 };
      const { swarm, error } = await deployTo(
        { after: [two], networks, refuses, swarm: "mine" },
        deployment,
        { adopt: "mine" },
      );
      assert.equal(error, "");
      assert.equal(
        swarm.said.at(-1),
        "s: the network s_old is not in the file, but still in use; the next deployment removes it",
      );
      assert.equal(swarm.now(), 1000.4 + 20);
    });
  });

  it("waits until every node has reported to a new leader, or warns", async () => {
    const { swarm, error } = await deployTo(
      { after: [two], nodes: ["ready", "unknown"] },
      deploymentOf("web=new=checked"),
    );
    assert.equal(error, "");
    assert.equal(swarm.said.at(-1), "not all nodes have reported since the leader changed: npm run status");
  });

  it("before it deploys, removes only services that the file no longer has", async () => {
    const before = ["web", "web2", "old"]
      .map((name) => service(name, "replicated 1/1", "none", up("1")))
      .join("");
    const { swarm } = await deployTo({ before, after: [two] }, deploymentOf("web=new=checked"));
    assert.deepEqual(swarm.changes, ["DELETE /services/id-web2", "DELETE /services/id-old", deployStack]);
  });

  it("makes swarm remove a second task in a slot, and waits until it is gone", async () => {
    const three = service("web", "replicated 3/2", "completed", up("1"), up("2"), up("2"));
    const { swarm, error } = await deployTo({ after: [three, three, two] }, deploymentOf("web=new=checked"));
    assert.deepEqual([error, swarm.said], ["", ["s: web 3/2", "s: web 2/2"]]);
    assert.deepEqual(swarm.changes, [deployStack, "docker service update --detach --quiet s_web"]);
  });

  for (const update of ["updating", "rollback_started"])
    it(`leaves a second task to swarm while it is ${update}`, async () => {
      const three = service("web", "replicated 3/2", update, up("1"), up("2"), up("2", "old"));
      const { swarm } = await deployTo({ after: [three, two] }, deploymentOf("web=new=checked"));
      assert.deepEqual(swarm.changes, [deployStack]);
    });

  it("restarts a service that failed before and would not change", async () => {
    const ended = service("web", "replicated 0/1", "none", failed("1"));
    const started = service("web", "replicated 1/1", "none", up("1"), failed("1"));
    const { swarm, error } = await deployTo(
      { before: ended, after: [started] },
      deploymentOf("web=new=checked"),
    );
    assert.equal(error, "");
    assert.deepEqual(swarm.changes, [deployStack, "docker service update --force --detach --quiet s_web"]);
  });

  describe("with a job", () => {
    const at = (revision: string, done: number, ...tasks: string[]) =>
      service("job", `replicated-job 0/1 (${done}/1 completed)`, `none 0 ${revision}`, ...tasks);
    const deployment = deploymentOf("web=new=checked job=new=job");
    const files = async (before: string) =>
      (await deployTo({ before, after: [two + at("new", 1)] }, deployment)).swarm.files;
    const both = '{"services":{"web":{"image":"redis"},"job":{"image":"redis"}}}';

    it("runs it if it is new, has another revision, or failed", async () => {
      assert.deepEqual(await files(""), [both]);
      assert.deepEqual(await files(at("old", 1)), [both]);
      assert.deepEqual(await files(at("new", 0, failed("1"))), [both]);
    });

    it("leaves it out if it runs or has run at this revision", async () => {
      const web = ['{"services":{"web":{"image":"redis"}}}'];
      assert.deepEqual(await files(at("new", 1)), web);
      assert.deepEqual(await files(at("new", 0, "1 complete running new")), web);
    });
  });

  describe("over time", () => {
    const at = (count: number, wanted = 3) =>
      service(
        "web",
        `replicated ${count}/${wanted}`,
        "none",
        ...Array.from({ length: count }, (_, slot) => up(`${slot + 1}`)),
      );
    const run = async (after: readonly string[], kind = "checked") => {
      const { swarm, error } = await deployTo({ after }, deploymentOf(`web=new=${kind}`));
      assert.equal(error, "");
      return { ...swarm, observations: swarm.observations };
    };
    const repeated = (text: string, times: number) => Array<string>(times).fill(text);

    it("needs two good observations in a row", async () => {
      const { observations } = await run([at(0), at(3), at(2), at(3)]);
      assert.equal(observations, 5);
    });

    it("observes for five seconds if only time can reveal a crash", async () => {
      const { observations } = await run([at(3)], "unchecked");
      assert.equal(observations, 1 + Math.ceil(5 / 0.4));
    });

    it("reports each step of a slow progress, and both ends of a fast one", async () => {
      const slow = [at(0), at(1), at(2), at(3)].flatMap((text) => repeated(text, 6));
      assert.deepEqual((await run(slow)).said, ["s: web 0/3", "s: web 1/3", "s: web 2/3", "s: web 3/3"]);
      assert.deepEqual((await run([at(0), at(1), at(2), at(3)])).said, ["s: web 0/3", "s: web 3/3"]);
    });

    it("repeats itself only every 30 seconds if services go up and down", async () => {
      const flapping = Array.from({ length: 30 }, (_, index) => repeated(at(index % 2), 8)).flat();
      const { said } = await run([...flapping, at(3)]);
      assert.deepEqual([said.slice(0, 2), said.at(-1)], [["s: web 0/3", "s: web 1/3"], "s: web 3/3"]);
      assert.ok(said.length <= 9, said.join("\n"));
    });
  });

  describe("with a foreign stack of that name", () => {
    const labels = { "com.docker.stack.namespace": "s" };
    const service1 = { before: two, after: [two], labels };
    const network = { after: [two], networks: [{ Id: "x", Name: "s_net", Labels: labels }] };
    const cases = { "service s_web": service1, "network s_net": network };

    for (const [what, content] of Object.entries(cases))
      for (const adopt of ["", "-", "another-swarm"])
        it(`refuses a foreign ${what} if the settings adopt ${adopt || "no swarm"}`, async () => {
          const { swarm, error } = await deployTo(content, deploymentOf("web=new=checked"), { adopt });
          assert.equal(
            error,
            `stack s is in the swarm already, and this cluster has not deployed its ${what}
  → nothing was changed; give the stack of the settings another name, or remove the other one first: npm run docker -- stack rm s`,
          );
          assert.deepEqual(swarm.changes, []);
        });

    it("deploys it if the settings adopt the swarm", async () => {
      const { swarm, error } = await deployTo(service1, deploymentOf("web=new=checked"), {
        adopt: "swarm-1",
      });
      assert.deepEqual([error, swarm.changes], ["", [deployStack]]);
    });

    it("takes the stack of another cluster for foreign", async () => {
      const { error } = await deployTo(
        { before: two, labels: { ...labels, "swarm.cluster": `${cluster}0` } },
        deploymentOf("web=new=checked"),
      );
      assert.match(error, /^stack s is in the swarm already/);
    });
  });
});
