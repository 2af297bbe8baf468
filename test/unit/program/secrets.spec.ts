import assert from "node:assert/strict";
import { inflateRawSync } from "node:zlib";
import { derivePassword, deriveSshKeyPair } from "../../../components/keys/keyMaterial.ts";
import { joinTokens, keptSecret } from "../../support/resourceAnswers.ts";
import { shop, shopProgram } from "../../support/shopProgram.ts";

/** What stands in base64 in a text, as the fields of a payload do, or compressed, as a deployment does. */
const decoded = (text: string): string[] =>
  (text.match(/[A-Za-z0-9+/]{8,}={0,2}/g) ?? []).flatMap((word) => {
    const bytes = Buffer.from(word, "base64");
    try {
      const inner = inflateRawSync(bytes).toString();
      return [inner, ...decoded(inner)];
    } catch {
      return [bytes.toString()];
    }
  });

describe("the program's secrets", () => {
  const { highlyAvailable } = shopProgram();

  it("appear only in secret values", async () => {
    const { recording } = await highlyAvailable();
    const nodes = ["manager-0", "manager-1", "manager-2", "worker-0", "worker-1"];
    const password = derivePassword(keptSecret, "registry");
    const args = {
      "kept secret": keptSecret,
      "client's key": bodyOf(deriveSshKeyPair(keptSecret, "ssh client").compactKey),
      ...Object.fromEntries(
        nodes.map((node) => [node, bodyOf(deriveSshKeyPair(keptSecret, `ssh host ${node}`).compactKey)]),
      ),
      "registry's password": password,
      "registry's login": Buffer.from(`swarm:${password}`).toString("base64"),
      "key of names": derivePassword(keptSecret, "stack objects"),
      "worker's token": joinTokens.worker,
      "manager's token": joinTokens.manager,
      "shop's password": shop["password.txt"],
      "shop's password as it is sent": Buffer.from(shop["password.txt"]).toString("base64"),
    };
    const found = Object.fromEntries(Object.keys(args).map((name) => [name, 0]));
    for (const { label, inputs, secrets } of recording.registrations) {
      for (const [path, text] of textsOf(inputs)) {
        for (const [name, word] of Object.entries(args)) {
          if (![text, ...decoded(text)].some((shown) => shown.includes(word))) continue;
          found[name] = (found[name] ?? 0) + 1;
          const kept = secrets.some((secret) => path === secret || path.startsWith(`${secret}.`));
          assert.ok(kept, `${name} in clear in ${label}, ${path}`);
        }
      }
    }
    // A word that is found nowhere would prove nothing; these stay inside the program.
    const nowhere = Object.keys(found).filter((name) => found[name] === 0);
    assert.deepEqual(nowhere, ["kept secret", "key of names"]);
  });

  it("never appear in the text of a command", async () => {
    const { recording } = await highlyAvailable();
    const steps = [...recording.all("command:remote:Command"), ...recording.all("command:local:Command")];
    assert.ok(steps.length > 20);
    for (const { label, secrets, inputs } of steps) {
      const texts = ["create", "update", "delete", "triggers", "environment"];
      const secret = secrets.filter((path) => texts.includes(path.split(".")[0] ?? ""));
      assert.deepEqual(secret, [], label);
      assert.equal(inputs.addPreviousOutputInEnv, false, label);
    }
  });
});

/** The line of a private key with its secret. */
function bodyOf(compactKey: string): string {
  return compactKey.split("\n")[1] ?? "";
}

/** Every text in a value, by its path. */
function textsOf(value: unknown, path = ""): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, path ? `${path}.${key}` : key));
}
