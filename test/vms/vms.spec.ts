import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { Clone } from "../support/clone.ts";
import { VirtualMachines } from "./machines.ts";

const stack = "vms";
const image = "swarm-vms-probe:1";

/** A service with an ingress port, and one that calls it by its virtual IP; both with swarm's defaults. */
const compose = {
  services: {
    web: {
      image,
      hostname: "web-on-{{.Node.Hostname}}",
      ports: ["8080:8000"],
      deploy: { placement: { constraints: ["node.labels.place == far"] } },
    },
    front: {
      image,
      hostname: "front-on-{{.Node.Hostname}}",
      ports: ["8081:8000"],
      deploy: { placement: { constraints: ["node.labels.place == near"] } },
    },
  },
};

interface Sight {
  readonly address: readonly string[];
  readonly tasks: readonly string[];
  readonly answer: string;
}

/** Each test continues where the previous one ended. */
describe("target hosts on virtual machines with their own kernels", () => {
  const state = mkdtempSync(join(tmpdir(), "swarm-vms-"));
  let machines: VirtualMachines;
  let clone: Clone;

  const configure = async (encrypt: boolean) => {
    const entry = async (name: string, role: string, more: object) => ({
      name,
      role,
      host: machines.address(name),
      hostKey: await machines.hostKey(name),
      ...more,
    });
    clone.configure({
      target: "hosts",
      encrypt,
      hosts: [
        await entry("vm1", "manager", {}),
        await entry("vm2", "worker", { labels: { place: "near" } }),
        await entry("vm3", "worker", { labels: { place: "far" }, user: "ann" }),
      ],
      sshKey: "key",
      // The machines have the image already, and there is no registry.
      images: { mirror: false },
      stacks: { probe: { file: "probe.yaml" } },
    });
  };
  const up = (...args: string[]) => clone.npm("up", "--yes", "--skip-preview", ...args);
  const ask = async (name: string, path: string) => {
    const signal = AbortSignal.timeout(60_000);
    return (await fetch(`http://${machines.address(name)}:${path}`, { signal })).text();
  };
  const swarmStates = () =>
    Promise.all(
      machines.names.map((name) =>
        machines.on(name, "docker", "info", "--format", "'{{.Swarm.LocalNodeState}}'"),
      ),
    );

  /** Sends requests to all nodes; they reach `web` over the ingress network, and over the stack's own. */
  const requests = async () => {
    for (let round = 0; round < 5; round++) {
      for (const name of machines.names) assert.equal(await ask(name, "8080/"), "web-on-vm3");
      assert.equal((JSON.parse(await ask("vm2", "8081/sight?name=web")) as Sight).answer, "web-on-vm3");
    }
  };
  /** Packets of each kind on the wire between the machines while requests run. */
  const onTheWire = async () => {
    let encrypted: string[] = [];
    const plain = await machines.packets("udp port 4789", async () => {
      encrypted = await machines.packets("esp", requests);
    });
    return { encrypted, plain };
  };

  before(async () => {
    const binary = join(state, "probe");
    execFileSync("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "."], {
      cwd: join(import.meta.dirname, "probe"),
      env: { ...process.env, CGO_ENABLED: "0" },
    });
    machines = new VirtualMachines(process.env.SWARM_VMS_IMAGE ?? "", 3, join(state, "machines"));
    await machines.ready();
    for (const name of machines.names) machines.importImage(name, binary, image);
    clone = new Clone(stack, {});
    clone.write({ key: machines.keys.privateKey, "probe.yaml": stringify(compose) });
    await configure(true);
  });

  after(() => {
    clone?.remove();
    machines?.stop();
    machines?.folder[Symbol.dispose]();
    rmSync(state, { recursive: true, force: true });
  });

  it("starts encrypted; preflight finds ip_vs and ESP on every node", async () => {
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /cannot check whether/);
    await clone.assertHealthy();
  });

  it("answers at the ingress port of every node", async () => {
    for (const name of machines.names) {
      assert.equal(await ask(name, "8080/"), "web-on-vm3");
      assert.equal(await ask(name, "8081/"), "front-on-vm2");
    }
  });

  it("has virtual IPs that other services reach by name", async () => {
    const { address, tasks, answer }: Sight = JSON.parse(await ask("vm1", "8081/sight?name=web"));
    assert.equal(address.length, 1);
    assert.equal(tasks.length, 1);
    assert.notEqual(address[0], tasks[0]);
    assert.equal(answer, "web-on-vm3");
  });

  // https://github.com/moby/moby/issues/41364
  it("answers at every port of every node when ports are added, changed and removed", async () => {
    for (const more of [["8082:8000"], ["8083:8000"], []]) {
      const ports = [...compose.services.web.ports, ...more];
      const services = { ...compose.services, web: { ...compose.services.web, ports } };
      clone.write({ "probe.yaml": stringify({ services }) });
      const { code, output } = await up();
      assert.equal(code, 0, output);
      for (const name of machines.names) {
        for (const port of ports) assert.equal(await ask(name, `${port.split(":")[0]}/`), "web-on-vm3");
        assert.equal(await ask(name, "8081/"), "front-on-vm2");
      }
    }
  });

  it("sends ESP and no plain VXLAN", async () => {
    const { encrypted, plain } = await onTheWire();
    assert.deepEqual(plain, []);
    assert.ok(encrypted.length > 50, `${encrypted.length} packets`);
  });

  it("changes nothing when nothing changed", async () => {
    const { code, output } = await up("--expect-no-changes");
    assert.equal(code, 0, output);
  });

  it("leaves the machines in no swarm after destroy", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(await swarmStates(), ["inactive", "inactive", "inactive"]);
  });

  it("sends plain VXLAN if the settings do not request encryption", async () => {
    await configure(false);
    const { code, output } = await up();
    assert.equal(code, 0, output);
    const { encrypted, plain } = await onTheWire();
    assert.deepEqual(encrypted, []);
    assert.ok(plain.length > 50, `${plain.length} packets`);
    const gone = await clone.npm("destroy");
    assert.equal(gone.code, 0, gone.output);
    assert.deepEqual(await swarmStates(), ["inactive", "inactive", "inactive"]);
  });
});
