import assert from "node:assert/strict";
import { deploymentOf, deployTo } from "../../../../support/deployments.ts";
import { service, up } from "../../../../support/judgement.ts";

const after = [service("web", "replicated 1/1", "none", up("1"))];

describe("external objects", () => {
  const deployment = deploymentOf("web=new=checked", {
    externals: [
      { kind: "secret", name: "tls", services: ["web", "api"] },
      { kind: "config", name: "page", services: ["web"] },
      { kind: "network", name: "public", services: ["web"] },
    ],
  });

  it("change nothing if all exist", async () => {
    const content = {
      after,
      objects: ["secret tls", "config page"],
      networks: [{ Id: "p", Name: "public", Labels: {} }],
    };
    assert.equal((await deployTo(content, deployment)).error, "");
  });

  it("are all reported if they are missing, and nothing is changed", async () => {
    const { swarm, error } = await deployTo(
      { after, objects: ["secret tls_old", "config page"] },
      deployment,
    );
    assert.deepEqual(error.split("\n"), [
      "stack s: the external secret tls, for web,api, is not in the swarm",
      "  → make it: npm run docker -- secret create tls FILE; or remove external and name a file",
      "stack s: the external network public, for web, is not in the swarm",
      "  → make it: npm run docker -- network create --driver overlay public; or remove external",
    ]);
    assert.deepEqual(swarm.changes, []);
    assert.equal(swarm.now(), 1010);
  });

  it("must have exactly the name", async () => {
    const externals = [{ kind: "secret", name: "tls\nother", services: ["web"] }] as const;
    const { error } = await deployTo(
      { after, objects: ["secret tls", "secret other"] },
      { ...deployment, externals },
    );
    assert.match(error, /the external secret tls\nother, for web, is not in the swarm/);
  });
});

describe("networks that exist already", () => {
  const plain = { Id: "n", Name: "s_front", IPAM: { Config: [{ Subnet: "10.1.0.0/24" }] } };
  const wanted = (traits: string) =>
    deploymentOf("web=new=checked", {
      networks: [
        { name: "s_front", traits },
        { name: "s_new", traits: "internal=true" },
      ],
    });
  const asIs = "internal=false attachable=true encrypted=false";
  const ask = (traits: string, network: object = { Attachable: true }) =>
    deployTo({ after, networks: [{ ...plain, ...network }] }, wanted(traits));

  it("are refused if their options would change, before anything changes", async () => {
    const { swarm, error } = await ask("internal=false attachable=true encrypted=true");
    assert.equal(
      error,
      "stack s: the network s_front is internal=false attachable=true encrypted=false in the swarm, but internal=false attachable=true encrypted=true in the file; swarm changes no network\n  → rename its key in the file to create a new network, or remove the stack first",
    );
    assert.deepEqual(swarm.changes, []);
  });

  it("are taken as they are if only swarm's own choice differs", async () => {
    assert.equal((await ask(asIs)).error, "");
    assert.equal((await ask(`${asIs} subnets=10.1.0.0/24`)).error, "");
    assert.match((await ask(`${asIs} subnets=10.2.0.0/24`)).error, /subnets=10\.1\.0\.0\/24 in the swarm/);
  });

  it("count as encrypted with the option, whatever its value, as the engine does", async () => {
    const encrypted = "internal=true attachable=false encrypted=true";
    for (const value of ["", "true", "false"])
      assert.equal((await ask(encrypted, { Internal: true, Options: { encrypted: value } })).error, "");
  });
});
