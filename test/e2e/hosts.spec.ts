import assert from "node:assert/strict";
import { Clone } from "../support/clone.ts";
import { inventory } from "../support/engine.ts";
import { Hosts } from "../support/hosts.ts";

const stack = "e2e-hosts";

const url = "http://127.0.0.1:18610";

/** Answers each request; `$$` is a dollar in a compose file. */
const server = `use IO::Socket::INET;
my $$server = IO::Socket::INET->new(LocalPort => 8000, Listen => 9, ReuseAddr => 1);
while (my $$client = $$server->accept) {
  while (($$_ = <$$client>) =~ /\\S/) {}
  print $$client "HTTP/1.0 200 OK\\r\\n\\r\\nhello";
  close $$client;
}`;
const compose = (image: string) => ({
  services: {
    web: {
      image,
      command: ["perl", "-e", server],
      init: true,
      ports: [{ target: 8000, published: 18610, mode: "host", app_protocol: "http" }],
      deploy: { mode: "global", endpoint_mode: "dnsrr" },
    },
  },
});

/** Three machines that join a swarm and leave it; each test continues where the previous one ended. */
describe("target hosts", () => {
  const found = inventory(stack);
  let hosts: Hosts;
  let clone: Clone;

  const list = (...workers: string[]) => [
    hosts.entry("one", "manager", 0, { labels: { disk: "fast" } }),
    ...workers.map((name) =>
      name === "two" ? hosts.entry(name, "worker", 1, { user: "ann" }) : hosts.entry(name, "worker", 2),
    ),
  ];
  const settings = (...workers: string[]) => ({
    target: "hosts",
    hosts: list(...workers),
    sshKey: "key",
    // The machines have the image already, and there is no registry.
    images: { mirror: false },
    stacks: { hello: { file: "hello.yaml" } },
  });
  const up = () => clone.npm("up", "--yes", "--skip-preview");
  const refuses = async (...told: readonly string[]) => {
    const { code, output } = await up();
    assert.notEqual(code, 0);
    for (const text of told) assert.ok(output.includes(text), `${text}\n${output}`);
    const states = ["one", "two", "three"].map((name) => hosts.swarmState(name));
    assert.deepEqual(states, ["inactive", "inactive", "inactive"]);
  };
  /** The number of SSH connections that some work makes to each machine. */
  const connectionsOf = async (work: () => Promise<void>) => {
    const count = () => ["one", "two", "three"].map((name) => hosts.connections(name));
    const before = count();
    await work();
    return count().map((now, index) => now - (before[index] ?? 0));
  };
  const nodes = () =>
    hosts
      .on("one", "docker", "node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.ManagerStatus}}")
      .sort();

  before(async () => {
    hosts = new Hosts(["one", "two", "three"], {
      owner: stack,
      subnet: "172.31.86.0/24",
      firstPort: 18600,
      frontPort: 18610,
      packages: ["fish", "sudo", "tcsh", "zsh"],
    });
    // Each with another login shell, and a start-up file that prints something.
    hosts.sh("one", "usermod --shell /usr/bin/tcsh root && echo 'echo Welcome' >/root/.cshrc");
    hosts.addUser("two", "ann", "/usr/bin/fish");
    hosts.write("two", "/home/ann/.config/fish/config.fish", "echo Welcome\n");
    hosts.sh("three", "usermod --shell /usr/bin/zsh root && echo 'echo Welcome' >/root/.zshenv");
    for (const name of ["one", "two", "three"]) hosts.loadImage(name);
    clone = new Clone(stack, settings("two", "three"));
    clone.write({ key: hosts.privateKey, "hello.yaml": JSON.stringify(compose(hosts.image)) });
  });

  after(async () => {
    clone?.remove();
    hosts?.[Symbol.dispose]();
    assert.deepEqual(inventory(stack), found);
  });

  /** Where preflight stores the scripts; empty if there is none. */
  const scriptFolders = (name: string) =>
    hosts.on(name, "find", "/var/lib", "-maxdepth", "1", "-name", "swarm-scripts");

  it("reports every obstacle on each machine, with a fix, before it changes anything", async () => {
    const limit =
      "INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --name ufw --update --seconds 30 --hitcount 6 -j REJECT";
    hosts.sh("one", `iptables -A ${limit}`);
    hosts.sh(
      "three",
      `sed -i 's/^{/{\\n  "live-restore": true,/' /etc/docker/daemon.json && pkill -HUP -x dockerd && sleep 1`,
    );
    const line = "ann ALL=(ALL) NOPASSWD: ALL";
    await refuses(
      "ann may not become root without a password on two, so the step two-host did not run",
      `→ on two, as root: echo '${line}' | EDITOR='tee -a' visudo -f /etc/sudoers.d/swarm`,
    );
    hosts.sh("two", `echo '${line}' | EDITOR='tee -a' visudo -f /etc/sudoers.d/swarm`);
    await refuses(
      "npm run up: the firewall of one takes 5 new SSH connections in 30 s, and up makes about 16 to it",
      "→ on one, as root: ufw allow ssh; or, to keep the limit for others, ufw insert 1 allow from ADDRESS to any port 22 proto tcp",
      "the swarm: live-restore is on in the engine of three, and swarm does not allow it",
      '→ on three, remove "live-restore": true from line 2 of /etc/docker/daemon.json, then: systemctl restart docker',
    );
    hosts.sh("one", `iptables -D ${limit}`);
    hosts.sh(
      "three",
      "sed -i '/live-restore/s/true/false/' /etc/docker/daemon.json && pkill -HUP -x dockerd && sleep 1",
    );
  });

  it("refuses a machine of another swarm before it changes anything", async () => {
    hosts.on("three", "docker", "swarm", "init", "--advertise-addr", hosts.address(2));
    const { code, output } = await up();
    assert.notEqual(code, 0);
    assert.match(
      output,
      /the machine of three is in the swarm [a-z0-9]{25}, which this program did not make\n.*→ nothing was changed\. Leave the machine out of the settings, or take it out of that swarm/,
    );
    assert.deepEqual(
      ["one", "two"].map((name) => hosts.swarmState(name)),
      ["inactive", "inactive"],
    );
    hosts.on("three", "docker", "swarm", "leave", "--force");
  });

  it("starts with the labels of the list, and answers", async () => {
    const [seed = 0, ...others] = await connectionsOf(async () => {
      const { code, output } = await up();
      assert.equal(code, 0, output);
    });
    // The numbers that preflight requires: components/preflight/needs.ts.
    assert.ok(seed <= 16 && others.every((count) => count <= 5), `${seed}, ${others}`);
    assert.deepEqual(nodes(), ["one Ready Leader", "three Ready", "two Ready"]);
    assert.match(hosts.on("one", "docker", "node", "inspect", "self").join(), /"disk": "fast"/);
    assert.equal(await (await fetch(url)).text(), "hello");
  });

  it("works with npm run status, docker and ssh", async () => {
    await clone.assertHealthy();
    assert.deepEqual(await clone.npm("ssh", "two", "hostname"), { code: 0, output: "Welcome\ntwo\n" });
    const services = await clone.npm("docker", "service", "ls", "--format", "{{.Name}} {{.Replicas}}");
    assert.equal(services.output, "hello_web 3/3\n");
  });

  it("changes nothing when nothing changed", async () => {
    const made = await connectionsOf(async () => {
      const { code, output } = await clone.npm("up", "--yes", "--skip-preview", "--expect-no-changes");
      assert.equal(code, 0, output);
    });
    assert.deepEqual(made, [1, 0, 0]);
  });

  it("ignores up and destroy of a second clone", async () => {
    const second = new Clone(stack, settings("two"));
    try {
      second.write({ key: hosts.privateKey, "hello.yaml": JSON.stringify(compose(hosts.image)) });
      const { code, output } = await second.npm("up", "--yes", "--skip-preview");
      assert.notEqual(code, 0, output);
      assert.match(
        output,
        /of one is in the swarm [a-z0-9]{25} of cluster [0-9a-f]{20} \(stack swarm\/e2e-hosts\)/,
      );
      await second.npm("destroy");
    } finally {
      second.remove();
    }
    await clone.assertHealthy();
  });

  it("fails if the machine of a Down node has formed its own swarm, and leaves that swarm alone", async () => {
    hosts.on("three", "docker", "swarm", "leave", "--force");
    hosts.on("three", "docker", "swarm", "init", "--advertise-addr", hosts.address(2));
    const own = hosts.on("three", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}").join();
    const isDown = "until docker node ls --format '{{.Status}}' | grep -q ^Down; do sleep 0.3; done";
    hosts.on("one", "timeout", "60", "sh", "-c", isDown);
    for (const ran of [await clone.npm("preview"), await up()]) {
      assert.notEqual(ran.code, 0, ran.output);
      assert.ok(
        ran.output.includes(`the machine of three is in the swarm ${own}, which this program did not make`),
      );
    }
    assert.equal((await clone.npm("status")).code, 1);
    clone.configure(settings("two"));
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.equal(hosts.on("three", "docker", "info", "--format", "{{.Swarm.Cluster.ID}}").join(), own);
    hosts.on("three", "docker", "swarm", "leave", "--force");
  });

  it("releases a machine that leaves the list, and adds one that is back", async () => {
    clone.configure(settings("three"));
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.equal(hosts.swarmState("two"), "inactive");
    assert.deepEqual([scriptFolders("two"), scriptFolders("three").length], [[], 1]);
    assert.deepEqual(nodes(), ["one Ready Leader", "three Ready"]);
  });

  it("destroys the cluster despite a dead machine, and reports what is left", async () => {
    hosts.freeze("three");
    const started = Date.now();
    const { code, output } = await clone.npm("destroy");
    hosts.thaw("three");
    assert.equal(code, 3, output);
    assert.match(output, /^three \(127\.0\.0\.1:18602\) does not answer; trying again in 35 s$/m);
    assert.match(
      output,
      /^three \(127\.0\.0\.1:18602\) stays unchanged: it does not answer, tried twice .*\n {2}→ when it is back: docker info there shows the swarm it is in; npm run destroy -- --stack e2e-hosts takes it out\.$/m,
    );
    assert.doesNotMatch(output, /nothing of stack e2e-hosts is left|leave --force/);
    assert.ok(Date.now() - started < 120_000);
    assert.equal(hosts.swarmState("one"), "inactive");
    assert.deepEqual(hosts.on("one", "docker", "ps", "--quiet"), []);
    assert.deepEqual(scriptFolders("one"), []);
    assert.equal(hosts.swarmState("three"), "active");
  });

  it("takes a recovered machine out of the swarm when destroy runs again", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.match(output, /^nothing of stack e2e-hosts is left$/m);
    assert.equal(hosts.swarmState("three"), "inactive");
    assert.deepEqual(scriptFolders("three"), []);
  });
});
