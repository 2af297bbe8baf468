// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../support/clone.ts";
import { ComputerWatch, temporaryFiles } from "../support/computerWatch.ts";
import { filesWith } from "../support/diskSearch.ts";
import { containerOn, docker, inventory, machine, onNode } from "../support/engine.ts";
import { Folder } from "../support/folder.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { ProcessWatch } from "../support/processWatch.ts";
import { endProcess, pulumiProcess, withChildren } from "../support/pulumiProcess.ts";
import { filesBelow, seen } from "../support/secrets.ts";
import { assertSeesFiles } from "../support/secretWatch.ts";
import { smallImage } from "../support/smallImage.ts";

const stack = "secrets";
const node = "manager-0";
const passwords = ["first-4d1c0f", "second-77ab20", "wrong-e0313a"] as const;
/** Binary data with a line feed, and no text. */
const key = Buffer.from([0, 0xff, 0xfe, 0x0a, 0x80, 0x00, 0x0d]);

const compose = `
x-service: &service
  build: {context: ., args: {SHOWN: build-argument-2f9e}}
  init: true
  deploy: {endpoint_mode: dnsrr, update_config: {monitor: 2s}}
services:
  web:
    <<: *service
    secrets: [password, {source: key, target: tls.key, mode: 0400}, {source: made, target: made}]
    configs: [page, slot]
  side:
    <<: *service
    configs: [page]
    volumes: ["./conf:/etc/apt:ro", "./fresh:/fresh"]
secrets:
  password: {environment: DB_PASSWORD}
  key: {file: key.bin}
  made: {external: true, name: by_hand}
configs:
  page: {content: "hello \${WHO}"}
  slot: {content: "task {{.Task.Slot}} of {{.Service.Name}}", template_driver: golang}
`;
const start = `case "$(cat /run/secrets/password 2>/dev/null)" in wrong-*) echo refused; exit 1 ;; esac
exec sleep infinity
`;

const dockerfile = (...building: string[]) =>
  smallImage("COPY start.sh /", ...building, 'CMD ["sh", "/start.sh"]');

const run = (...args: string[]) => onNode(stack, node, "docker", ...args);

/** Names of the stack's objects. */
const objects = (kind: "config" | "secret") =>
  run(kind, "ls", "--filter", "label=com.docker.stack.namespace=shop", "--format", "{{.Name}}").sort();

const taskOf = (service: string) =>
  run("service", "ps", "--quiet", "--filter", "desired-state=running", `shop_${service}`)[0] ?? "";

const containerOf = (service: string) => containerOn(stack, node, `shop_${service}`);

const inSide = (...args: string[]) => run("exec", containerOf("side"), ...args);

/** The bytes of a file in the container of a service. */
function bytesOf(path: string, service = "web"): Buffer {
  const script = `docker exec ${containerOf(service)} cat ${path} | base64 -w0`;
  return Buffer.from(docker("exec", machine(stack, node), "sh", "-c", script).join(""), "base64");
}

/** One cluster with one node; each test continues where the previous one ended. */
describe("secrets and configs", () => {
  const untouched = inventory(stack);
  const temporary = new Folder();
  const settings = {
    managers: 1,
    workers: 0,
    stacks: { shop: { file: "shop/compose.yaml", env: { WHO: "world" } } },
    local: localAddresses(stack),
  };
  const clone = new Clone(stack, settings, { environment: { TMPDIR: temporary.path } });
  const children = new ComputerWatch(clone.folder);
  let processes: ProcessWatch;
  let side = "";

  const setPassword = async (password: string) => {
    const path = "swarm:stacks.shop.env.DB_PASSWORD";
    const { code, output } = await clone.npm("pulumi", "config", "set", "--secret", "--path", path, password);
    assert.equal(code, 0, output);
  };

  const up = () => clone.npm("up", "--yes", "--skip-preview");

  before(() => {
    const files = {
      "compose.yaml": compose,
      Dockerfile: dockerfile(),
      "start.sh": start,
      "key.bin": key,
      "conf/a.conf": "a = 1\n",
      "conf/in/key.bin": key,
    };
    mkdirSync(clone.path("shop/conf/in"), { recursive: true });
    for (const [file, content] of Object.entries(files)) writeFileSync(clone.path("shop", file), content);
    processes = new ProcessWatch(stack);
  });

  after(async () => {
    await processes.stop();
    await children.stop();
    await clone.npm("destroy");
    temporary[Symbol.dispose]();
    clone.remove();
    assert.deepEqual(inventory(stack), untouched);
  });

  it("are not created if an external secret is missing", async () => {
    const init = await clone.run("npm", ["run", "--silent", "pulumi", "--", "stack", "init", stack]);
    assert.equal(init.code, 0, init.output);
    await setPassword(passwords[0]);
    const { code, output } = await up();
    assert.notEqual(code, 0);
    assert.match(output, /manager-0: stack shop: the external secret by_hand, for web, is not in the swarm/);
    assert.match(output, /→ make it: npm run docker -- secret create by_hand FILE;/);
    assert.deepEqual([run("service", "ls", "--quiet"), objects("secret"), objects("config")], [[], [], []]);
  });

  it("reach the services that use them, byte for byte", async () => {
    const made = await clone.npm("docker", "secret", "create", "by_hand", clone.path("shop/key.bin"));
    assert.equal(made.code, 0, made.output);
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.equal(bytesOf("/run/secrets/password").toString(), passwords[0]);
    assert.deepEqual(bytesOf("/run/secrets/tls.key"), key);
    assert.deepEqual(bytesOf("/run/secrets/made"), key);
    assert.equal(bytesOf("/page").toString(), "hello world");
    assert.equal(bytesOf("/slot").toString(), "task 1 of shop_web");
    side = taskOf("side");
  });

  it("have the files of a directory that a service mounts, and nothing else is in it", () => {
    assert.deepEqual(inSide("find", "/etc/apt", "-type", "f").sort(), [
      "/etc/apt/a.conf",
      "/etc/apt/in/key.bin",
    ]);
    assert.equal(bytesOf("/etc/apt/a.conf", "side").toString(), "a = 1\n");
    assert.deepEqual(bytesOf("/etc/apt/in/key.bin", "side"), key);
    assert.throws(() => inSide("touch", "/etc/apt/b.conf"), /Read-only file system/);
  });

  it("never take the place of a volume that a missing directory became", async () => {
    inSide("sh", "-c", "echo kept >/fresh/data");
    mkdirSync(clone.path("shop/fresh"));
    clone.write({ "shop/fresh/data": "other" });
    const { code, output } = await up();
    assert.equal(code, 3, output);
    assert.match(output, /shop_side: The service shop_side gets configs for \.\/fresh instead of its volume/);
    assert.deepEqual([taskOf("side"), inSide("cat", "/fresh/data")], [side, ["kept"]]);
    rmSync(clone.path("shop/fresh"), { recursive: true });
  });

  it("have names that do not give a password away", () => {
    const [, name = ""] = objects("secret");
    assert.match(name, /^shop_password-[0-9a-f]{12}$/);
    const plain = [passwords[0], `${passwords[0]}\n`, `secret/password\0${passwords[0]}`].flatMap((text) =>
      ["sha256", "sha1", "md5"].map((kind) => createHash(kind).update(text).digest("hex").slice(0, 12)),
    );
    assert.ok(!plain.includes(name.slice(-12)));
  });

  it("appear by name in a preview, without their values", async () => {
    await setPassword(passwords[1]);
    const { code, output } = await clone.npm("preview", "--markdown");
    assert.equal(code, 2, output);
    assert.deepEqual(
      output.split("\n").filter((line) => line.startsWith("| `shop_")),
      ["| `shop_web` | secrets | `password` changed |"],
    );
    for (const args of [["--diff"], ["--json"]]) {
      const shown = await clone.npm("preview", ...args);
      assert.equal(shown.code, 0, shown.output);
      const told = "\nservices:\n  shop_web\n    secrets: password changed\n";
      assert.equal(shown.output.includes(told), args[0] === "--diff", shown.output);
    }
    const shown = await clone.npm("stack", "show", "shop");
    assert.equal(shown.code, 0, shown.output);
  });

  it("restart only the services that use them, and are removed when nothing uses them", async () => {
    const [old, web] = [objects("secret"), taskOf("web")];
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.equal(bytesOf("/run/secrets/password").toString(), passwords[1]);
    assert.notEqual(taskOf("web"), web);
    assert.equal(taskOf("side"), side);
    const [sameKey, password] = objects("secret");
    assert.deepEqual([objects("secret").length, sameKey], [2, old[0]]);
    assert.notEqual(password, old[1]);
  });

  it("are kept if an update is rolled back to them", async () => {
    const [, good = ""] = objects("secret");
    await setPassword(passwords[2]);
    const { code, output } = await up();
    assert.notEqual(code, 0);
    assert.match(output, /service web .*; the previous version is running/);
    assert.ok(objects("secret").includes(good));
    assert.equal(bytesOf("/run/secrets/password").toString(), passwords[1]);
    await setPassword(passwords[1]);
    const mended = await up();
    assert.equal(mended.code, 0, mended.output);
    assert.deepEqual(objects("secret").slice(1), [good]);
    assert.equal(taskOf("side"), side);
  });

  it("are masked in diagnostics", async () => {
    const file = clone.path("shop/compose.yaml");
    writeFileSync(file, compose.replace("  web:\n", '  web:\n    ports: ["80:${DB_PASSWORD}"]\n'));
    const { code, output } = await clone.npm("preview");
    assert.notEqual(code, 0);
    assert.match(output, /compose\.yaml: services\.web\.ports\[0\]: .*\[secret\]/);
    writeFileSync(file, compose);
  });

  /** Ends an `up` by a signal in the middle of a build; returns what its temporary folder contained then. */
  async function endedWhileItBuilds(signal: "SIGTERM" | "SIGKILL"): Promise<string[]> {
    writeFileSync(clone.path("shop/start.sh"), `${start}# ${signal}\n`);
    writeFileSync(clone.path("shop/Dockerfile"), dockerfile("RUN sleep 20"));
    const run = up();
    const logins = () =>
      Object.keys(temporaryFiles(temporary.path)).filter((path) => path.endsWith("config.json"));
    for (let waited = 0; waited < 60_000 && logins().length === 0; waited += 50) await sleep(50);
    const seen = logins();
    const pulumi = pulumiProcess(clone.folder);
    assert.ok(pulumi);
    const wrapper = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pulumi.pid}/status`, "utf8"))?.[1]);
    if (signal === "SIGTERM") process.kill(wrapper, signal);
    else for (const pid of [wrapper, ...withChildren(pulumi.pid)]) endProcess(pid);
    assert.notEqual((await run).code, 0);
    return seen;
  }

  it("leave no login behind a build, even if SIGTERM ends it", async () => {
    assert.deepEqual(temporaryFiles(temporary.path), {});
    const seen = await endedWhileItBuilds("SIGTERM");
    // Control: during the build the logins are there, so the search would find them.
    assert.match(seen[0] ?? "", /\/swarm-run-\w{6}\/pulumi-docker-\d+\/config\.json$/);
    assert.deepEqual(temporaryFiles(temporary.path), {});
    const unlock = await clone.npm("unlock");
    assert.equal(unlock.code, 0, unlock.output);
  });

  it("leave no login behind a killed build once the next run starts", async () => {
    assert.equal((await endedWhileItBuilds("SIGKILL")).length, 1);
    assert.notDeepEqual(temporaryFiles(temporary.path), {});
    const unlock = await clone.npm("unlock");
    assert.equal(unlock.code, 0, unlock.output);
    writeFileSync(clone.path("shop/Dockerfile"), dockerfile());
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.deepEqual(temporaryFiles(temporary.path), {});
  });

  it("are nowhere in clear", async () => {
    const lists = await processes.stop();
    assert.match(lists, /swarm-shop-stack/);
    const started = await children.stop();
    // Control: the watch sees what only an environment contains.
    assert.match(started, /^DOCKER_CONFIG=.*pulumi-docker-/m);
    for (const program of ["docker-buildx", "sh", "ssh"])
      assert.ok(children.programs.includes(program), program);
    assert.match(started, /^SHOWN=build-argument-2f9e$/m);
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    const args = Object.fromEntries(
      passwords.flatMap((word) => [
        [word, word],
        [`base64 of ${word}`, base64(word)],
      ]),
    );
    const services = run("service", "inspect", "shop_web", "shop_side").join("\n");
    const places = {
      ...filesBelow(clone.path(".state")),
      settings: readFileSync(clone.path(`Pulumi.${stack}.yaml`), "utf8"),
      output: clone.transcript,
      "a process list": lists,
      "a program that a run has started": started,
      ...temporaryFiles(temporary.path),
      ...temporaryFiles("/dev/shm"),
      services,
    };
    assert.deepEqual(seen(args, places), []);
    // Control: the search finds a planted file.
    assertSeesFiles(stack, node);
    assert.notDeepEqual(filesWith(["exec sleep infinity"], stack, node), []);
    assert.deepEqual(filesWith(Object.values(args), stack, node), []);
  });
});
