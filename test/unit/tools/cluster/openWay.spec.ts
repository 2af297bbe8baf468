import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { SshSession } from "../../../../components/steps/sshSession.ts";
import { bootData, bootParts } from "../../../../components/targets/aws/machines/bootData.ts";
import { sessionTunnel } from "../../../../components/targets/aws/machines/sessionTunnel.ts";
import { openWay } from "../../../../tools/cluster/openWay.ts";
import { Folder } from "../../../support/folder.ts";

const args = {
  ...{
    node: "web-1",
    user: "swarm",
    authorizedKey: "ssh-ed25519 AAAA",
    engine: "29.8.2",
    region: "eu-west-3",
  },
  hostKey: { privateKey: "x", publicKey: "y", compactKey: "z" },
};
const bornWith = (sessionManager: boolean) => ({
  tags: { "swarm.node": "web-1" },
  userData: bootData(args, bootParts(sessionManager)),
});
const instance = {
  type: "aws:ec2/instance:Instance",
  id: "i-0123456789abcdef0",
  inputs: bornWith(true),
  outputs: { arn: "arn:aws:ec2:eu-west-3:123456789012:instance/i-0123456789abcdef0" },
};
const role = {
  type: "aws:iam/rolePolicy:RolePolicy",
  inputs: { policy: '{"Action":["ssmmessages:OpenDataChannel"]}' },
};
const command = [
  ...["ssm", "start-session", "--target", "i-0123456789abcdef0", "--region", "eu-west-3"],
  ...["--document-name", "AWS-StartSSHSession", "--parameters", "portNumber=22"],
];

function nodeAt(port: number) {
  const tunnel = sessionTunnel("web-1", [role, instance]);
  assert.ok(tunnel);
  const key = { user: "swarm", privateKey: "x\n", hostKey: "ssh-ed25519 AAAA" };
  return { name: "web-1", connection: { host: "127.0.0.1", port, ...key }, tunnel };
}

/** What the work printed to standard error. */
async function printed(work: () => Promise<void>): Promise<string[]> {
  const { error } = console;
  const lines: string[] = [];
  console.error = (line: string) => lines.push(line);
  try {
    await work();
  } finally {
    console.error = error;
  }
  return lines;
}

describe("sessionTunnel", () => {
  it("leads to the node's machine in its region", () => {
    assert.deepEqual(sessionTunnel("web-1", [role, instance])?.command, ["aws", ...command]);
  });

  it("is there only for machines of the state that allow Session Manager", () => {
    assert.equal(sessionTunnel("web-2", [role, instance]), undefined);
    assert.equal(sessionTunnel("web-1", [instance]), undefined);
    assert.equal(sessionTunnel("web-1", [role, { ...instance, outputs: {} }]), undefined);
  });

  it("is not there for a machine that has no agent before its next upgrade", () => {
    assert.equal(sessionTunnel("web-1", [role, { ...instance, inputs: bornWith(false) }]), undefined);
    const { userData: _none, ...inputs } = instance.inputs;
    assert.equal(sessionTunnel("web-1", [role, { ...instance, inputs }]), undefined);
  });
});

describe("openWay", () => {
  let server: Server;
  let open = 0;
  let closed = 0;
  const { PATH, AWS_PROFILE } = process.env;

  before(async () => {
    const listen = () =>
      new Promise<Server>((resolve) => {
        const made = createServer((socket) => socket.end()).listen(0, "127.0.0.1", () => resolve(made));
      });
    server = await listen();
    open = (server.address() as { port: number }).port;
    const other = await listen();
    closed = (other.address() as { port: number }).port;
    await new Promise((resolve) => other.close(resolve));
  });
  afterEach(() => {
    process.env.PATH = PATH;
    if (AWS_PROFILE === undefined) delete process.env.AWS_PROFILE;
  });
  after(() => server.close());

  it("is the address where that answers", async () => {
    const node = nodeAt(open);
    assert.deepEqual(await printed(async () => assert.equal(await openWay(node), node.connection)), []);
  });

  it("is the address where there is no tunnel", async () => {
    const { tunnel: _none, ...node } = nodeAt(closed);
    assert.equal(await openWay(node), node.connection);
  });

  it("names the programs that are missing, and where to get them", async () => {
    using folder = new Folder().write({ aws: "" }, 0o755);
    process.env.PATH = folder.path;
    const node = nodeAt(closed);
    await assert.rejects(openWay(node), {
      message:
        `web-1: 127.0.0.1 does not answer at port ${closed}, and Session Manager needs session-manager-plugin, not found on this computer\n` +
        "  → install session-manager-plugin: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
    });
  });

  it("is the tunnel otherwise: ssh starts it with your AWS variables", async () => {
    using folder = new Folder().write(
      {
        aws: `#!/bin/sh\nprintf '%s\\n' "$AWS_PROFILE" "$@" >"$(dirname "$0")/called"\n`,
        "session-manager-plugin": "",
      },
      0o755,
    );
    process.env.PATH = `${folder.path}:${PATH}`;
    process.env.AWS_PROFILE = "ops";
    const lines = await printed(async () => {
      const session = new SshSession(await openWay(nodeAt(closed)));
      assert.equal(session.environment.AWS_PROFILE, "ops");
      const { code } = await session.attempt("true", "", { isQuiet: true });
      session.close();
      // The tunnel in this test leads nowhere.
      assert.equal(code, 255);
    });
    assert.deepEqual(lines, [
      `127.0.0.1 does not answer at port ${closed}: connecting through Session Manager`,
    ]);
    assert.deepEqual(folder.read("called").trim().split("\n"), ["ops", ...command]);
  });
});
