import assert from "node:assert/strict";
import { container } from "../../support/swarmHost/daemon.ts";
import { goTemplate } from "../../support/swarmHost/goTemplate.ts";
import { SwarmHost } from "../../support/swarmHost/swarmHost.ts";

/** Runs one command as a remote step, and returns what it prints. */
async function output(host: SwarmHost, command: string): Promise<string> {
  const { stdout, stderr } = await host.runText(`${command}\n`, []);
  return stdout + stderr;
}

describe("the fake swarm", () => {
  const facts = {
    nodes: { "node-7": { labels: { "swarm.node": "web-0", disk: "a b" } } },
    services: { shop_web: { on: ["node-7", "node-7"] } },
  };

  it("answers from its state, and changes it", async () => {
    using host = new SwarmHost(facts);
    for (const [command, printed] of [
      [
        "node inspect node-7 --format '{{.Spec.Availability}} {{index .Spec.Labels \"disk\"}}'",
        "active a b\n",
      ],
      ["node ps node-7 --format '{{.Name}}'", "shop_web.1\nshop_web.2\n"],
      ["node update --availability drain node-7", ""],
      ["node inspect node-7 --format '{{.Spec.Availability}}'", "drain\n"],
      ["node ps node-7 --format '{{.CurrentState}}'", "Shutdown 2 hours ago\nShutdown 2 hours ago\n"],
      ["service ls --format '{{.Name}} {{.Replicas}}'", "shop_web 2/2\n"],
      ["node rm node-7", ""],
      ["node ls --quiet", "manager-0\n"],
      ["node inspect node-7", "Error response from daemon: node node-7 not found\n"],
    ] as const)
      assert.equal(await output(host, `docker ${command}`), printed);
  });

  it("has images, containers, objects of stacks and an API, until its engine is down", async () => {
    using host = new SwarmHost({ ...facts, objects: { shop_key: { kind: "secret" } } });
    host.daemon.containers = [container("db", { ports: ["80/tcp"] })];
    const get = "GET /swarm HTTP/1.1\\r\\nHost: docker\\r\\nConnection: close\\r\\n\\r\\n";
    for (const [command, printed] of [
      ["docker image inspect shop", "Error: No such image: shop\n"],
      ["docker pull --quiet shop; docker image inspect --format '{{.Id}}' shop", "id-of-shop\n"],
      ["docker ps --filter publish=80/tcp --filter publish=81/tcp --format '{{.Names}}'", "db\n"],
      ["docker ps --filter publish=81/tcp --quiet", ""],
      ["docker secret ls --quiet --filter label=com.docker.stack.namespace=shop", "shop_key\n"],
      ["docker secret rm shop_key; docker secret ls --quiet", ""],
      [`printf '${get}' | docker system dial-stdio | grep -o id-of-the-swarm`, "id-of-the-swarm\n"],
      ["docker stack deploy --help | grep -c -e --detach", "1\n"],
    ] as const)
      assert.equal(await output(host, `${command} || :`), printed);
    host.daemon.isRunning = false;
    assert.match(await output(host, "docker version || :"), /^Cannot connect to the Docker daemon/);
    assert.equal(await output(host, "docker info --format '{{.Swarm.LocalNodeState}}'"), "\n");
  });

  for (const [what, command, message] of [
    ["command", "docker image ls", /does not know docker image ls/],
    ["option", "docker node ls --no-trunc", /does not know --no-trunc/],
    ["filter", "docker node ls --filter membership=accepted", /does not filter nodes by membership/],
    ["field", "docker node inspect node-7 --format '{{.Spec.Name}}'", /Name is not a field/],
    [
      "request",
      "curl --unix-socket /var/run/docker.sock http://docker/nodes",
      /GET \/nodes is not a request/,
    ],
  ] as const)
    it(`fails the test at an unknown ${what}, even if the script goes on`, async () => {
      using host = new SwarmHost(facts);
      await assert.rejects(output(host, `${command} || :`), message);
    });

  it("fails the test if a script does not reach an event", async () => {
    using host = new SwarmHost(facts);
    host.before("node demote", () => undefined);
    await assert.rejects(
      host.step("swarm/scripts/token.sh", ["id-of-the-swarm"]),
      /did not call node demote often enough/,
    );
  });
});

describe("goTemplate", () => {
  const value = {
    Name: "web",
    Labels: new Map([
      ["b", "2"],
      ["a", "1"],
    ]),
    None: undefined,
    List: [{ ID: 1 }, { ID: 2 }],
  };
  for (const [text, rendered] of [
    ["{{.Name}}|{{.Labels | len}}", undefined],
    ['{{.Name}}|{{index .Labels "a"}}|{{index .Labels "c"}}', "web|1|"],
    ["{{with .None}}{{.Field}}{{end}}|{{with .Name}}{{.}}{{end}}", "|web"],
    ["{{if .None}}yes{{else}}no{{end}}", "no"],
    ["{{range .List}}{{.ID}},{{end}}", "1,2,"],
    ["{{range $key, $value := .Labels}}{{$key}}={{$value}} {{end}}", "a=1 b=2 "],
    ["{{json .Labels}}", '{"a":"1","b":"2"}'],
    ['{{or (index .Labels "c") .Name}}', "web"],
    ['{{if eq (print .Name) "web"}}same{{end}}', "same"],
    ["{{$name := .Name}}{{range .List}}{{$name}}{{.ID}}{{end}}", "web1web2"],
    ["{{.None.Field}}", undefined],
    ["{{with .Name}}", undefined],
  ] as const)
    it(`${rendered === undefined ? "refuses" : "renders"} ${text}`, () => {
      if (rendered === undefined) assert.throws(() => goTemplate(text, value));
      else assert.equal(goTemplate(text, value), rendered);
    });
});
