import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { type PayloadRecord, payloadOf } from "../../components/steps/payload.ts";
import { storedScript } from "../../components/steps/script.ts";
import { machine, onNode } from "./engine.ts";
import { scriptFile } from "./scripts.ts";

const key = deriveSshKeyPair(Buffer.alloc(32).toString("base64"), "node requests");
const stored = (path: string) => storedScript(scriptFile(path)).id;
const port = 8099;
const folder = "/etc/swarm-requests";

/** EC2's metadata service on a spot instance that AWS takes back. */
const metadata = `use IO::Socket::INET;
my $listener = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => ${port}, Listen => 9, ReuseAddr => 1) or die;
while (my $client = $listener->accept) {
  my $request = <$client>;
  while (my $line = <$client>) { last if $line =~ /^\\r?\\n$/ }
  my $notice = q({"action": "terminate", "time": "2026-11-29T18:02:00Z"});
  my $text = $request =~ m(^PUT /latest/api/token ) ? "token" : $request =~ m(/spot/instance-action ) ? $notice : "";
  print $client "HTTP/1.0 ", $text ? "200 OK" : "404 Not Found", "\\r\\n\\r\\n$text";
}`;

interface Manager {
  readonly cluster: string;
  readonly address: string;
  readonly hostKey: string;
}

function runStored(
  [stack, node]: readonly [string, string],
  script: string,
  [cluster, ...args]: readonly string[],
  input: string,
): void {
  const run = [
    "sh",
    "/var/lib/swarm-scripts/run",
    "test",
    stored(script),
    "ours",
    cluster ?? "",
    "",
    ...args,
  ];
  execFileSync("docker", ["exec", "--interactive", machine(stack, node), ...run], { input });
}

/**
 * Lets workers with this key ask the manager, as with target aws.
 *
 * @param records the key, and the labels of the nodes of a pool that scales
 */
export function acceptKeys(stack: string, records: readonly PayloadRecord[], ...pool: string[]): Manager {
  const manager = (...command: string[]) => onNode(stack, "manager-0", ...command);
  const [cluster = "", address = ""] = manager(
    ...["docker", "node", "inspect", "manager-0", "--format"],
    '{{index .Spec.Labels "swarm.cluster"}}{{println}}{{.ManagerStatus.Addr}}',
  );
  // These machines have no sudo, and keep the keys of root elsewhere.
  const keys = "/run/swarm/authorized_keys";
  manager(
    "sh",
    "-c",
    `printf '#!/bin/sh\\nshift\\nexec env -i PATH="$PATH" "$@"\\n' >/usr/local/bin/sudo
chmod 755 /usr/local/bin/sudo
mkdir -p /root/.ssh
cp -p ${keys} /root/.ssh/authorized_keys`,
  );
  const nodeRequest = stored("swarm/scripts/nodeRequest.sh");
  const accept = "swarm/scripts/acceptRequests.sh";
  runStored(
    [stack, "manager-0"],
    accept,
    [cluster, "add", "root", "machine", nodeRequest, ...pool],
    payloadOf(records),
  );
  manager("cp", "-p", "/root/.ssh/authorized_keys", keys);
  const [hostKey = ""] = manager("ssh-keygen", "-y", "-f", "/run/swarm/ssh_host_ed25519_key");
  return { cluster, address: address.replace(/:.*/, ""), hostKey };
}

/**
 * Lets the machine of a worker see AWS's notice, on a cluster of containers: the scripts, the SSH server, the key
 * with its forced command and the swarm are real. Waits until the node is drained; returns what the machine logged.
 */
export async function takeBack(stack: string, node: string): Promise<string> {
  const { cluster, address: host, hostKey } = acceptKeys(stack, [["key", key.publicKey]]);
  onNode(stack, node, "sh", "-c", `perl -e '${metadata}' >/dev/null 2>&1 & echo "$!" >/run/metadata.pid`);
  const watcher = stored("targets/aws/machines/scripts/watchNotices.sh");
  const payload = payloadOf([
    ["key", key.privateKey],
    ["known-hosts", `${host} ${hostKey}\n`],
  ]);
  const watch = "targets/aws/machines/scripts/watch.sh";
  const args = [cluster, "machine", watcher, `http://127.0.0.1:${port}`, "root", host];
  runStored([stack, node], watch, args, payload);

  for (let tries = 0; tries < 60 && log(stack, node).length < 2; tries++) await sleep(1000);
  onNode(stack, node, "sh", "-c", "kill $(cat /run/metadata.pid /run/swarm-watch.pid)");
  return log(stack, node).join("\n");
}

const log = (stack: string, node: string) => onNode(stack, node, "cat", "/var/log/swarm-watch.log");

/** What a manager answers to another request of a machine that has the key. */
export function askFor(stack: string, node: string, request: string): string {
  const [host = ""] = onNode(stack, node, "cut", "-d", " ", "-f", "1", `${folder}/known_hosts`);
  const ssh = `ssh -F none -i ${folder}/key -o UserKnownHostsFile=${folder}/known_hosts -o BatchMode=yes`;
  return onNode(stack, node, "sh", "-c", `${ssh} root@${host} ${request} 2>&1 || echo "code $?"`).join("\n");
}
