import { readFileSync } from "node:fs";
import { deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import type { Clone } from "../support/clone.ts";
import { onBody } from "./emulator/bodies.ts";
import type { Emulator } from "./emulator/emulator.ts";

/** Everything that must stay secret, by description. */
export async function secretsOf(clone: Clone, emulator: Emulator): Promise<Record<string, string>> {
  const { output } = await clone.npm("pulumi", "stack", "export", "--show-secrets");
  const resources: { urn: string; outputs: Record<string, { plaintext: string }> }[] =
    JSON.parse(output).deployment.resources;
  const stash = resources.find(({ urn }) => urn.endsWith("::keys") && urn.includes("Stash"));
  const seed: string = JSON.parse(stash?.outputs.output?.plaintext ?? "");
  const body = (purpose: string) =>
    deriveSshKeyPair(seed, purpose).privateKey.split("\n").slice(3, 5).join("\n");
  const manager = await emulator.machine("manager-0");
  const token = async (role: string) => {
    const [whole = ""] = await onBody(manager, "docker", "swarm", "join-token", "--quiet", role);
    return whole.split("-")[3] ?? "";
  };
  const [dataPassword = ""] = readFileSync(clone.path("example/data-password.txt"), "utf8").split("\n");
  const { tokens } = await emulator.api.state();
  return {
    seed,
    "client key": body("ssh client"),
    "client key of connections": deriveSshKeyPair(seed, "ssh client").compactKey.split("\n")[1] ?? "",
    "escaped client key": JSON.stringify(body("ssh client")).slice(1, -1),
    "host key": JSON.stringify(body("ssh host worker-0")).slice(1, -1),
    "bastion's host key": JSON.stringify(body("ssh host bastion")).slice(1, -1),
    "pool's host key": JSON.stringify(body("ssh host web")).slice(1, -1),
    "pool's key for requests": JSON.stringify(body("ssh node requests web")).slice(1, -1),
    "worker token": await token("worker"),
    "manager token": await token("manager"),
    "data password": dataPassword,
    ...Object.fromEntries(tokens.map((token, index) => [`registry password ${index}`, token])),
    ...Object.fromEntries(
      tokens.map((token, index) => [
        `encoded registry password ${index}`,
        Buffer.from(`AWS:${token}`).toString("base64"),
      ]),
    ),
  };
}
