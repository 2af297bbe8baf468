import assert from "node:assert/strict";
import { poolParameter } from "../../../../../../../../components/targets/aws/machines/pools/poolParameter.ts";
import { FakeAccount, instance, session } from "../../../../../../../support/fakeAccount.ts";
import { SwarmHost } from "../../../../../../../support/swarmHost/swarmHost.ts";

const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/swarm/test/example/api@sha256:1";
const parameter = {
  token: "SWMTKN-1-worker",
  managers: ["10.0.0.4", "10.0.0.5"].map((address) => ({ address, hostKey: `ssh-ed25519 ${address}` })),
  key: "the key\n",
  client: '{"credHelpers":{}}',
  images: [image],
  labels: {},
};
/** Of the images. */
const digest = "ready 0123";

/**
 * A machine outside the swarm that looks as often as `looks` says.
 *
 * @param ssh shell text with which a manager answers
 */
function machine(looks = 1, ssh = "exit 0"): SwarmHost {
  const host = new SwarmHost({ engine: { state: "inactive", isManager: false } });
  host.replace("ssh", ssh);
  host.replace(
    "sleep",
    `case $1 in
  5) echo >>"$HOST/looks"; [ "$(wc -l <"$HOST/looks")" -lt ${looks} ] ;;
  3600) exit 1 ;;
esac`,
  );
  host.write("looks", "");
  return host;
}

/** It is a worker, whose swarm works or not. */
const joined = (host: SwarmHost, state: "active" | "error" = "active") => {
  host.engine.state = state;
  return host.inSwarm(host.cluster.id);
};

async function run(host: SwarmHost, account: FakeAccount, more: Readonly<Record<string, string>> = {}) {
  // The engine's requests are for the fake swarm, the others for the fake account.
  const curl = `curl() { case "$*" in *http://docker/*) command curl "$@" ;; *) PATH='${process.env.PATH}' command curl "$@" ;; esac; }`;
  const changes = {
    "handled=/run/swarm-notices": `handled=${host.path("notices")}\n${curl}`,
    "/etc/swarm-requests": host.path("requests"),
    '"https://$service.$region.$domain/"': `"${account.url}/$service/"`,
    "lost_swarm_seconds=300": "lost_swarm_seconds=10",
    "/run/swarm-ecr": host.path("ecr"),
    ...more,
  };
  const args = ["web", "eu-central-1", account.url, "/swarm/test/pools/web", "swarm-test-web", "swarm"];
  const paths = ["scripts/notices.sh", "pools/scripts/poolNode.sh"].map(
    (path) => `targets/aws/machines/${path}`,
  );
  const { stderr, calls } = await host.run(paths, args, [], changes);
  const asked = calls.filter((call) => call.startsWith("ssh ")).map((call) => call.split("swarm@")[1]);
  return {
    stderr: stderr.replace(/ready [0-9a-f]{12}/g, digest),
    asked: asked.map((one) => one?.replace(/ready [0-9a-f]{12}$/, digest)),
    calls,
  };
}

const read = 'AmazonSSM.GetParameter {"Name":"/swarm/test/pools/web","WithDecryption":true}';
const completed = (hook: string) =>
  `Action=CompleteLifecycleAction&Version=2011-01-01&LifecycleActionResult=CONTINUE&LifecycleHookName=${hook}&AutoScalingGroupName=swarm-test-web&InstanceId=${instance}`;
const heartbeat = `Action=RecordLifecycleActionHeartbeat&Version=2011-01-01&LifecycleHookName=end&AutoScalingGroupName=swarm-test-web&InstanceId=${instance}`;

describe("poolNode.sh", () => {
  it("pulls the deployed images, joins without tasks, and asks for tasks; then AWS may use the machine", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    using host = machine();
    const { stderr, asked, calls } = await run(host, account);
    assert.equal(stderr, "");
    assert.deepEqual(account.problems, []);
    assert.deepEqual(account.calls, [read, completed("launch")]);
    assert.deepEqual(asked, [`10.0.0.4 ${digest}`]);
    const pull = `docker --config ${host.path("requests")} pull --quiet ${image}`;
    assert.ok(calls.includes(pull), calls.join("\n"));
    assert.deepEqual(host.engine.state, "active");
    assert.deepEqual(host.sent, [
      {
        ListenAddr: "0.0.0.0:2377",
        RemoteAddrs: ["10.0.0.4:2377", "10.0.0.5:2377"],
        JoinToken: "SWMTKN-1-worker",
        Availability: "drain",
      },
    ]);
    assert.equal(host.read("requests/key"), "the key\n");
    assert.equal(
      host.read("requests/known_hosts"),
      "10.0.0.4 ssh-ed25519 10.0.0.4\n10.0.0.5 ssh-ed25519 10.0.0.5\n",
    );
    const shown = calls.join("\n");
    assert.ok(!shown.includes(session.secret) && !shown.includes("SWMTKN"));
  });

  it("waits for the parameter, the images and a manager", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    account.parameter = undefined;
    using host = machine(3);
    assert.deepEqual((await run(host, account)).asked, []);
    account.parameter = poolParameter(parameter);
    host.refuse("pull", "Error: it is not there");
    host.write("looks", "");
    assert.deepEqual((await run(host, account)).asked, []);
    assert.equal(account.calls.includes(completed("launch")), false);
    using lonely = machine(3, "exit 255");
    const { asked, stderr } = await run(lonely, account);
    const both = [`10.0.0.4 ${digest}`, `10.0.0.5 ${digest}`];
    assert.deepEqual(asked, [...both, ...both]);
    const failed = `no manager has answered ${digest}; the next attempt follows\n`;
    assert.equal(stderr, failed + failed);
  });

  it("pulls other images before it says that it has them, and joins only once", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    using host = machine(2);
    await run(host, account);
    host.write("looks", "");
    account.parameter = poolParameter({ ...parameter, images: [image, `${image}2`] });
    const { calls } = await run(host, account);
    const pulls = calls.filter((call) => call.includes(" pull ")).map((call) => call.split(" ").at(-1));
    assert.deepEqual(pulls, [`${image}2`]);
    assert.deepEqual([...host.daemon.images], [image, `${image}2`]);
    assert.equal(host.sent.length, 1);
  });

  it("checks for other images every half minute or more, depending on its id; more often until it has them", async () => {
    const reads = async (looks: number, ssh?: string) => {
      await using account = await FakeAccount.start(poolParameter(parameter));
      using host = machine(looks, ssh);
      await run(host, account);
      return account.calls.filter((call) => call === read).length;
    };
    // This one every 36 seconds, and each look takes five.
    assert.equal(await reads(8), 1);
    assert.equal(await reads(9), 2);
    assert.equal(await reads(5, "exit 255"), 3);
  });

  it("is drained when AWS takes a spot machine back", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    account.notices.set("spot/instance-action", '{"action": "terminate"}');
    using host = machine(3);
    const { asked, stderr } = await run(host, account);
    assert.deepEqual(asked, [`10.0.0.4 ${digest}`, "10.0.0.4 drain"]);
    assert.equal(stderr, 'AWS says: spot/instance-action {"action": "terminate"}\n');
  });

  it("leaves the swarm before AWS ends the machine, once the load balancer has finished its connections", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    account.state = "Terminated";
    account.refusedHeartbeats = 2;
    using host = machine(9);
    joined(host);
    const { asked, stderr, calls } = await run(host, account);
    assert.equal(stderr, "AWS ends this machine of web\n");
    assert.deepEqual(asked, ["10.0.0.4 leave"]);
    assert.equal(host.engine.state, "inactive");
    assert.deepEqual(account.calls, [read, heartbeat, heartbeat, heartbeat, completed("end")]);
    const steps = calls.filter((call) => /^(sleep|ssh) /.test(call)).map((call) => call.split(" ")[0]);
    assert.deepEqual(steps.slice(0, 3), ["sleep", "sleep", "ssh"]);
  });

  it("lets AWS end a machine that no manager answers, after a while", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    account.state = "Terminated";
    using host = machine(9, "exit 255");
    joined(host);
    const { asked, stderr } = await run(host, account, {
      "last_request_seconds=180": "last_request_seconds=10",
    });
    const both = ["10.0.0.4 leave", "10.0.0.5 leave"];
    assert.deepEqual(asked, [...both, ...both, ...both]);
    const failed = "no manager has answered leave; the next attempt follows\n";
    assert.equal(stderr, `AWS ends this machine of web\n${failed.repeat(3)}`);
    assert.equal(host.engine.state, "inactive");
    assert.deepEqual(account.calls, [read, heartbeat, completed("end")]);
  });

  it("lets AWS end a machine that never joined", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    account.state = "Terminated";
    using host = machine(9);
    assert.deepEqual((await run(host, account)).asked, []);
    assert.deepEqual(account.calls, [completed("end")]);
  });

  it("joins again if its node was removed, and leaves a swarm that does not work", async () => {
    await using account = await FakeAccount.start(poolParameter(parameter));
    using host = machine(6);
    joined(host, "error");
    const { calls } = await run(host, account);
    assert.ok(calls.includes("docker swarm leave --force"));
    assert.equal(host.engine.state, "active");
    assert.equal((host.sent[0] as { JoinToken: string }).JoinToken, "SWMTKN-1-worker");
  });
});
