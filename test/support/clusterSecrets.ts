import { derivePassword, deriveSshKeyPair } from "../../components/keys/keyMaterial.ts";
import type { Clone } from "./clone.ts";
import { askNode } from "./engine.ts";

/**
 * Every secret of a cluster of target local, by description, each without blanks.
 *
 * @param manager a healthy one, which prints the join tokens
 * @param nodes all that ever existed
 */
export async function clusterSecrets(
  clone: Clone,
  manager: string,
  nodes: Iterable<string>,
): Promise<Record<string, string>> {
  const seed = await seedOf(clone);
  const token = async (role: string) => {
    const [line = ""] = await askNode(
      clone.stack,
      manager,
      ...["docker", "swarm", "join-token", "--quiet", role],
    );
    return line.split("-")[3] ?? "";
  };
  const password = derivePassword(seed, "registry");
  return {
    "the seed of all keys": seed,
    "the client's SSH key": secretLine(deriveSshKeyPair(seed, "ssh client").privateKey),
    "the client's SSH key as connections hold it": secretLine(
      deriveSshKeyPair(seed, "ssh client").compactKey,
    ),
    ...Object.fromEntries(
      [...nodes].map((node) => [
        hostKeyOf(node),
        secretLine(deriveSshKeyPair(seed, `ssh host ${node}`).compactKey),
      ]),
    ),
    "the registry's password": password,
    "the registry's password as docker keeps it": base64(`swarm:${password}`),
    "the registry's password as docker sends it": base64(password).replace(/=+$/, ""),
    "the token for workers": await token("worker"),
    "the token for managers": await token("manager"),
  };
}

/** The description of a node's host key in clusterSecrets. */
export function hostKeyOf(node: string): string {
  return `the SSH host key of ${node}`;
}

/** The root secret, from the state. */
async function seedOf(clone: Clone): Promise<string> {
  const { output } = await clone.npm("pulumi", "stack", "export", "--show-secrets");
  const resources: { urn: string; outputs: Record<string, { plaintext: string }> }[] =
    JSON.parse(output).deployment.resources;
  const stash = resources.find(({ urn }) => urn.endsWith("::keys") && urn.includes("Stash"));
  return JSON.parse(stash?.outputs.output?.plaintext ?? "");
}

/** The line of an ed25519 key with its secret; the lines before it are the same in every public key. */
function secretLine(privateKey: string): string {
  const lines = privateKey.split("\n");
  return lines[4] || lines[1] || "";
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
