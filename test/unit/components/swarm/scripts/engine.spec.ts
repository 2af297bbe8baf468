import assert from "node:assert/strict";
import { readScript } from "../../../../../components/steps/script.ts";
import { quote } from "../../../../../components/steps/shell.ts";
import { run } from "../../../../support/run.ts";
import { scriptFile } from "../../../../support/scripts.ts";

const functions = readScript(...["ports", "engine"].map((name) => scriptFile(`swarm/scripts/${name}.sh`)));

const call = async (text: string) => {
  const { code, stdout, stderr } = await run("sh", ["-c", `${functions}${text}`]);
  assert.deepEqual([code, stderr], [0, ""]);
  return stdout.trimEnd();
};
const hint = (text: string, ...managers: string[]) =>
  call(`engine_hint ${quote(text)} ${managers.join(" ")}`);

const grpc = (code: string, text: string) => `rpc error: code = ${code} desc = ${text}`;
const log = "read the log of the engine on this machine: journalctl -u docker -n 50";
const token = "the join token was rotated: run pulumi up again, which reads the new one";
const address =
  "set this machine's address in the settings to one of its own IPv4 addresses: ip -4 -brief address lists them";
const leader =
  "the managers have no leader at the moment: more than half of them must run. Start them, then run pulumi up again";
const unlock = "unlock the swarm on this machine: docker swarm unlock";
const removed = "the swarm has removed this node: run pulumi up again, which lets its machine join again";
const releases =
  "the engines here and on 10.0.0.1 are of incompatible releases: docker version shows them; install the same one";
const otherProgram =
  "another program than the Docker Engine answers at TCP 2377 of 10.0.0.1: ss -lntp 'sport = :2377' there names it";

/** What the engine says, letter by letter, and the hint. */
const texts: readonly (readonly [text: string, hint: string])[] = [
  ["invalid join token", token],
  [grpc("InvalidArgument", "A valid join token is necessary to join this cluster"), token],
  [
    "error while validating Root CA Certificate: remote CA does not match fingerprint. Expected: 0f1e",
    "the CA of the swarm was rotated, or 10.0.0.1 is in another swarm now: run pulumi up again, which reads the join token again; if it happens again, check docker info there",
  ],
  [
    "Swarm certificates have expired. To replace them, leave the swarm and join again.",
    "this node was off for longer than its certificate is valid: run docker swarm leave on this machine, then pulumi up again",
  ],
  [
    "--live-restore daemon configuration is incompatible with swarm mode",
    'remove "live-restore": true from /etc/docker/daemon.json, or --live-restore from dockerd\'s options, and restart the engine: systemctl restart docker',
  ],
  [
    `manager stopped: can't initialize raft node: ${grpc("Unknown", `could not connect to prospective new cluster member using its advertised address: ${grpc("DeadlineExceeded", "context deadline exceeded")}`)}`,
    "the managers cannot connect to this machine: open TCP 2377 of this machine to 10.0.0.1; docker info shows the address that it advertises",
  ],
  [
    "manager stopped: failed to listen on remote API address: listen tcp 0.0.0.0:2377: bind: address already in use",
    "another program has port 2377 on this machine: ss -lntup 'sport = :2377' names it; stop it",
  ],
  [
    'error creating cluster: failed to create memberlist: Could not set up network transport: failed to obtain an address: Failed to start TCP listener on "0.0.0.0" port 7946: listen tcp 0.0.0.0:7946: bind: address already in use',
    "another program has port 7946 on this machine: ss -lntup 'sport = :7946' names it; stop it",
  ],
  [
    "could not choose an IP address to advertise since this system has multiple addresses on different interfaces (10.0.0.5 on eth0 and 10.1.0.5 on eth1)",
    address,
  ],
  ["could not find the system's IP address", address],
  [
    "must specify a listening address because the address to advertise is not recognized as a system address, and a system's IP address to use could not be uniquely identified",
    address,
  ],
  [
    "advertise address must be a non-zero IP address or network interface (with optional port number)",
    address,
  ],
  [
    'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.',
    "check which swarm this machine is in: docker info; a manager there shows the nodes: docker node ls",
  ],
  [
    'Swarm is encrypted and needs to be unlocked before it can be used. Please use "docker swarm unlock" to unlock it.',
    unlock,
  ],
  ["node is locked, and needs a valid unlock key", unlock],
  [
    grpc(
      "Unknown",
      "The swarm does not have a leader. It's possible that too few managers are online. Make sure more than half of the managers are online.",
    ),
    leader,
  ],
  ["raft: no elected cluster leader", leader],
  [
    "This node is not a swarm manager. Worker nodes can't be used to view or modify cluster state. Please run this command on a manager node or promote the current node to a manager.",
    "10.0.0.1 is not a manager any more: check docker info there, then run pulumi up again",
  ],
  [grpc("PermissionDenied", "Permission denied: node x1y2 was removed from swarm"), removed],
  ["raft: member was removed from the cluster", removed],
  [
    "membership: can't add node to cluster, node id is a duplicate",
    "another machine has this node's id: one is a copy of the other's disk. Give this machine an engine of its own: docker swarm leave, then pulumi up again",
  ],
  [
    "node is not FIPS-enabled but cluster requires FIPS",
    "the swarm was made with FIPS: start this machine's engine with FIPS as well",
  ],
  [
    "client version 1.41 is too old. Minimum supported API version is 1.44, please upgrade your client to a newer version",
    "docker and dockerd on this machine are of incompatible releases: install both from the same one",
  ],
  [grpc("Unimplemented", "unknown service docker.swarmkit.v1.NodeCA"), releases],
  [
    'connection error: desc = "transport: authentication handshake failed: tls: first record does not look like a TLS handshake"',
    otherProgram,
  ],
  [
    "mkdir /var/lib/docker/swarm/certificates: no space left on device",
    "make room on this machine's disk: df -h /var/lib/docker, docker system df",
  ],
  ["something that nobody has seen yet", log],
  ["", log],
];

describe("engine_hint", () => {
  for (const [text, expected] of texts) {
    it(`has a hint for ${JSON.stringify(text.slice(0, 90))}`, async () => {
      assert.equal(await hint(text, "10.0.0.1"), expected);
    });
  }

  it("shows the machine's time if a certificate is not valid at that time", async () => {
    const text =
      "x509: certificate has expired or is not yet valid: current time 2001-01-01T00:00:00Z is before 2026-01-01T00:00:00Z";
    assert.match(
      await hint(text, "10.0.0.1"),
      /^the clocks differ: it is \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC on this machine\. Set them here and on the managers: timedatectl set-ntp true, then run pulumi up again$/,
    );
  });

  // Nothing listens there on this computer.
  const connections = [
    grpc("DeadlineExceeded", "context deadline exceeded"),
    "Timeout was reached before node joined. The attempt to join the swarm will continue in the background.",
    grpc(
      "Unavailable",
      'connection error: desc = "transport: Error while dialing: dial tcp 127.77.1.1:2377: connect: connection refused"',
    ),
    "dial tcp 127.77.1.1:2377: connect: no route to host",
    "dial tcp 127.77.1.1:2377: i/o timeout",
  ];
  for (const text of connections) {
    it(`blames the ports only after it has tried them: ${text.slice(0, 60)}`, async () => {
      assert.equal(
        await hint(text, "127.77.1.1"),
        "find out why TCP 2377 and 7946 of 127.77.1.1 refused a connection: a firewall rejects it, or docker info there shows no active swarm",
      );
      assert.equal(
        await call(`closed_ports() { :; }\nengine_hint ${quote(text)} 127.77.1.1`),
        "TCP 2377 and 7946 of 127.77.1.1 take connections from here; read the log of the engine: journalctl -u docker -n 50",
      );
    });
  }
});

describe("engine_text", () => {
  it("extracts the message of the answer", async () => {
    const answer = JSON.stringify({ message: 'This node is "locked"\nand more' });
    assert.equal(await call(`engine_text ${quote(`${answer}\n`)}`), 'This node is "locked" and more');
    assert.equal(
      await call(`engine_text ${quote("curl: (7) Failed to connect")}`),
      "curl: (7) Failed to connect",
    );
  });
});
