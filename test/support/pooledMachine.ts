import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import { poolScript } from "../../components/targets/aws/machines/pools/poolData.ts";
import { poolDigest, poolParameter } from "../../components/targets/aws/machines/pools/poolParameter.ts";
import { docker, machine, onNode } from "./engine.ts";
import { FakeAccount, instance } from "./fakeAccount.ts";
import { acceptKeys } from "./spotNotice.ts";

/** Another one than of other workers, as each pool has: OpenSSH takes the first line with a key. */
const key = deriveSshKeyPair(Buffer.alloc(32, 1).toString("base64"), "node requests of web");
/** The node that the machine becomes. */
export const pooled = `web-${instance}`;
/** Of the images that it has; there are none. */
export const pooledDigest = poolDigest({ images: [], labels: {} });

/**
 * Makes a machine of a cluster of containers one of a pool that scales: AWS is the test's own, everything else is
 * real: swarm, SSH, the forced command, curl.
 */
export async function joinPool(stack: string, node: string): Promise<FakeAccount> {
  const manager = (...command: string[]) => onNode(stack, "manager-0", ...command);
  const records = [
    ["key", key.publicKey],
    ["label", "tier=web"],
  ] as const;
  const { hostKey, address } = acceptKeys(stack, records, "web");
  const [token = ""] = manager("docker", "swarm", "join-token", "--quiet", "worker");
  const [gateway = ""] = docker(
    ...[
      "inspect",
      machine(stack, node),
      "--format",
      "{{range .NetworkSettings.Networks}}{{.Gateway}}{{end}}",
    ],
  );
  const parameter = poolParameter({
    token,
    managers: [{ address, hostKey }],
    key: key.privateKey,
    client: "{}",
    images: [],
    labels: {},
  });
  const account = await FakeAccount.start(parameter, gateway);
  const script = poolScript().replace('"https://$service.$region.$domain/"', `"${account.url}/$service/"`);
  execFileSync("docker", ["exec", "-i", machine(stack, node), "sh", "-c", "cat >/swarm-pool"], {
    input: script,
  });
  const call = `sh /swarm-pool web eu-central-1 ${account.url} /p group root`;
  onNode(
    stack,
    node,
    ...["sh", "-c", `hostname ${pooled}; setsid ${call} >/var/log/swarm-pool.log 2>&1 </dev/null &`],
  );
  return account;
}

/** Waits for at most a minute. */
export async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; tries < 60 && !isTrue(); tries++) await sleep(1000);
}
