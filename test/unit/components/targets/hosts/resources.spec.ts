import assert from "node:assert/strict";
import { basename } from "node:path";
import { ClusterIdentity } from "../../../../../components/keys/clusterIdentity.ts";
import type { Settings } from "../../../../../components/settings/settings.ts";
import { SwarmCluster } from "../../../../../components/swarm/swarmCluster.ts";
import { HostsResources } from "../../../../../components/targets/hosts/resources.ts";
import type {
  HostSettings,
  HostsSettings,
} from "../../../../../components/targets/hosts/settings/settings.ts";
import { record, resolved } from "../../../../support/recordedProgram.ts";
import { nodeIdOf } from "../../../../support/resourceAnswers.ts";
import { callOf } from "../../../../support/scripts.ts";
import { parseSettings } from "../../../../support/settings.ts";

const host = (name: string, role: HostSettings["role"], more: Partial<HostSettings> = {}): HostSettings => ({
  name,
  role,
  host: `${name}.example.com`,
  port: 22,
  user: "root",
  hostKey: `ssh-ed25519 key-of-${name}`,
  address: `address-of-${name}`,
  labels: {},
  ...more,
});

const three = [
  host("one", "manager"),
  host("web", "worker", { labels: { tier: "web" } }),
  host("db", "worker", { user: "ann", port: 2222 }),
];

function settingsOf(hosts: Partial<HostsSettings> = {}): Settings<HostsSettings> {
  const { settings } = parseSettings(
    { target: "hosts" },
    { project: "swarm", stack: "prod", root: "/project" },
  );
  return { ...settings, seed: "one", own: { machines: three, privateKey: "the user's key\n", ...hosts } };
}

/** The machines and their swarm. */
function program(settings = settingsOf()) {
  return record(() => {
    const target = new HostsResources(settings, new ClusterIdentity("cluster", { adopt: settings.adopt }));
    new SwarmCluster("swarm", { machines: target.machines, settings, preparations: {} });
    return target;
  });
}

const registry = { address: "registry.example.com:5000", username: "ann", password: "pw", prefix: "team/" };

describe("HostsResources", () => {
  it("checks each machine and creates none", async () => {
    const { recording } = await program();
    assert.deepEqual(
      recording.tree().filter((line) => !/ (Swarm\w+|swarm|one|web|db)( |$)|ClusterIdentity/.test(line)),
      [
        "command:remote:Command db-host < SshMachines machines",
        "command:remote:Command one-host < SshMachines machines",
        "command:remote:Command web-host < SshMachines machines",
        "swarm:index:ExternalRegistry registry",
        "swarm:index:SshMachines machines",
      ],
    );
  });

  it("connects as the list says, with the user's key, as a secret", async () => {
    const { recording } = await program();
    const { inputs, secrets } = recording.find("Command db-host");
    assert.deepEqual(inputs.connection, {
      host: "db.example.com",
      port: 2222,
      user: "ann",
      privateKey: "the user's key\n",
      hostKey: "ssh-ed25519 key-of-db",
      dialErrorLimit: 15,
      perDialTimeout: 10,
    });
    assert.deepEqual(secrets, ["connection"]);
    assert.match(String(inputs.create), /^sudo -n true db\.example\.com:2222:[0-9a-f]{12}$/);
    assert.equal(
      callOf(inputs.delete),
      "sudo -n timeout -k 10 240 swarm-db-host undo c0ffee00c0ffee00c0ff - && sudo -n rm -rf /var/lib/swarm-scripts",
    );
  });

  it("runs its own check of each machine first", async () => {
    const { recording, result } = await program();
    assert.deepEqual(
      result.machines.map(({ ownChecks }) => ownChecks?.map(({ pathname }) => basename(pathname))),
      result.machines.map(() => ["host.sh"]),
    );
    assert.ok(recording.find("Command db-host"));
  });

  it("changes none of them before it has checked all", async () => {
    const { recording } = await program();
    const before = recording.before("Command swarm-bootstrap");
    for (const name of ["one", "web", "db"]) assert.ok(before.has(`Command ${name}-host`), name);
  });

  it("lets each machine leave the swarm, even the seed, because machines stay", async () => {
    const { recording } = await program();
    const steps = recording.all("command:remote:Command");
    assert.deepEqual(
      steps.filter(({ deletedWith }) => deletedWith).map(({ name }) => name),
      [],
    );
    // What must be there before another is gone after it: the leaving comes last.
    for (const name of ["web", "db"])
      assert.ok(recording.before(`Command ${name}-member`).has(`Command ${name}-host`), name);
    for (const { name, inputs } of steps)
      assert.equal("delete" in inputs, /-(host|member)$|^(web|db)-join$/.test(name), name);
  });

  it("keeps a worker's membership while the node is the same, whatever its host key", async () => {
    const { recording } = await program();
    assert.deepEqual(recording.find("Command web-member").inputs.triggers, [nodeIdOf("web")]);
  });

  it("detects a reinstalled machine by its host key", async () => {
    const id = async (hostKey: string) => {
      const machines = three.map((machine) => ({ ...machine, hostKey }));
      const { result } = await program(settingsOf({ machines }));
      return resolved((result as HostsResources).machines[0]?.id as never);
    };
    const [first, again, other] = [
      await id("ssh-ed25519 a"),
      await id("ssh-ed25519 a"),
      await id("ssh-ed25519 b"),
    ];
    assert.equal(first, again);
    assert.notEqual(first, other);
  });

  describe("entry point", () => {
    const http = { published: 8080, protocol: "tcp", http: true } as const;
    const at = async (domain?: string, ports: object[] = [http]) => {
      const { result } = await program(settingsOf(domain ? { domain } : {}));
      const { url, probeUrls, isServed } = result.entryPoint(ports as never);
      return { url, probeUrls, isServed };
    };

    it("is the first machine, and any machine may answer", async () => {
      assert.deepEqual(await at(), {
        url: "http://one.example.com:8080",
        probeUrls: [
          "http://one.example.com:8080",
          "http://web.example.com:8080",
          "http://db.example.com:8080",
        ],
        isServed: true,
      });
    });

    it("is the domain if there is one", async () => {
      assert.deepEqual(await at("shop.example.com"), {
        url: "http://shop.example.com:8080",
        probeUrls: ["http://shop.example.com:8080"],
        isServed: true,
      });
    });

    it("leaves out default ports, and uses tcp for other protocols than HTTP", async () => {
      const url = async (port: object) => (await at("a.example", [port])).url;
      assert.equal(await url({ ...http, published: 80 }), "http://a.example");
      assert.equal(await url({ ...http, published: 443 }), "https://a.example");
      assert.equal(await url({ ...http, published: 5432, http: false }), "tcp://a.example:5432");
    });

    it("is empty if no TCP port is published", async () => {
      const none = { url: "", probeUrls: [], isServed: false };
      assert.deepEqual(await at(undefined, [{ published: 53, protocol: "udp", http: false }]), none);
    });
  });

  describe("registry", () => {
    const login = async (more: object = {}) => {
      const { result } = await program(settingsOf({ registry: { ...registry, insecure: false, ...more } }));
      return result.registry;
    };

    it("is the user's, with one address for this computer and the nodes", async () => {
      const external = await login();
      const { pushAddress, nodeAddress, prefix, encrypted } = external.login;
      assert.deepEqual(
        [await resolved(pushAddress), await resolved(nodeAddress), prefix, encrypted],
        ["registry.example.com:5000", "registry.example.com:5000", "team/", true],
      );
      assert.deepEqual(external.repositoryOf("shop", "web"), { repository: "shop", tagPrefix: "web-" });
    });

    it("has the password only in the client's configuration", async () => {
      const configuration = async (more: object) => {
        const { login: known } = await login(more);
        return JSON.parse(await resolved(known.nodeConfiguration));
      };
      const auth = Buffer.from("ann:pw").toString("base64");
      assert.deepEqual(await configuration({}), { auths: { "registry.example.com:5000": { auth } } });
      assert.deepEqual(await configuration({ address: "docker.io" }), {
        auths: { "https://index.docker.io/v1/": { auth } },
      });
      assert.deepEqual(await configuration({ username: undefined, password: undefined }), {});
    });
  });
});
