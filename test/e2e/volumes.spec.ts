import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Clone } from "../support/clone.ts";
import { containerOn, inventory, onNode } from "../support/engine.ts";
import { localAddresses } from "../support/localAddresses.ts";

const stack = "volumes";

const compose = (version: number) => `services:
  db:
    build: {context: ./db, args: [SWARM_BASE_IMAGE]}
    volumes: [data:/data]
    environment: {VERSION: "${version}"}
    command: [redis-server, --dir, /data, --appendonly, "yes", --appendfsync, always, --save, ""]
    healthcheck: {test: [CMD, redis-cli, ping], interval: 1s}
    deploy: {endpoint_mode: dnsrr, update_config: {monitor: 1s}}
volumes: {data: {}}
`;

/** One cluster; each test continues where the previous one ended. */
describe("a database with a local volume", () => {
  const before = inventory(stack);
  const settings = (workers: number) => ({
    managers: 1,
    workers,
    stacks: { notes: { file: "notes/compose.yaml" } },
    local: localAddresses(stack),
  });
  const clone = new Clone(stack, settings(2));

  const write = (version: number) => clone.write({ "notes/compose.yaml": compose(version) });
  const up = async (...args: string[]) => {
    const { code, output } = await clone.npm("up", "--yes", "--skip-preview", ...args);
    assert.equal(code, 0, output);
    return output;
  };
  const manager = (...args: string[]) => onNode(stack, "manager-0", "docker", ...args);
  /** The node that runs the task. */
  const node = () => {
    const filter = ["--filter", "desired-state=running", "--format", "{{.Node}}"];
    const [host = ""] = manager("service", "ps", "notes_db", ...filter);
    return host;
  };
  const redis = (...args: string[]) => {
    const host = node();
    return onNode(stack, host, "docker", "exec", containerOn(stack, host, "notes_db"), "redis-cli", ...args);
  };
  const other = () => ["worker-0", "worker-1"].find((name) => name !== node()) ?? "";

  after(async () => {
    await clone.end();
  });

  it("starts on one node, and restarts there with its data", async () => {
    mkdirSync(clone.path("notes"));
    cpSync(join(import.meta.dirname, "../../example/data"), clone.path("notes/db"), { recursive: true });
    write(1);
    await up();
    assert.deepEqual(redis("set", "greeting", "hello"), ["OK"]);
    const home = node();
    write(2);
    const { code, output } = await clone.npm("up", "--yes");
    assert.equal(code, 0, output);
    // Only a preview says it.
    assert.match(output, new RegExp(`volumes: notes_data on ${home}`));
    assert.equal(node(), home);
    assert.deepEqual(redis("get", "greeting"), ["hello"]);
  });

  it("appears in the rendered file and in npm run volumes", async () => {
    const shown = await clone.npm("stack", "show", "notes");
    assert.match(shown.output, /node\.labels\.swarm\.volume\.notes_data == true/);
    const { code, output } = await clone.npm("volumes");
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`^notes_data +notes +notes_db +${node()} +\\d.* in use here$`, "m"));
  });

  it("moves to another node with its data, and leaves the old copy", async () => {
    const [from, to] = [node(), other()];
    const { code, output } = await clone.npm("volumes", "move", "notes_data", to);
    assert.equal(code, 0, output);
    assert.equal(node(), to);
    assert.deepEqual(redis("get", "greeting"), ["hello"]);
    assert.match(output, new RegExp(`to remove it: npm run volumes -- remove notes_data ${from}`));
    assert.match((await clone.npm("volumes")).output, new RegExp(`${from} .*copy; in use on ${to}`));
    const back = await clone.npm("volumes", "move", "notes_data", from);
    assert.notEqual(back.code, 0);
    assert.match(
      back.output,
      /the volume notes_data has data here already\n {2}→ if it is an old copy, remove it/,
    );
    assert.deepEqual(redis("get", "greeting"), ["hello"]);
    const refused = await clone.npm("volumes", "remove", "notes_data", to);
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, /is in use\n {2}→ move it first/);
    const removed = await clone.npm("volumes", "remove", "notes_data", from);
    assert.equal(removed.code, 0, removed.output);
    await up("--expect-no-changes");
  });

  it("is a danger to remove with its node, which the update stops for", async () => {
    if (node() === "worker-0") {
      const { code, output } = await clone.npm("volumes", "move", "notes_data", "worker-1");
      assert.equal(code, 0, output);
      assert.equal((await clone.npm("volumes", "remove", "notes_data", "worker-0")).code, 0);
    }
    assert.equal(node(), "worker-1");
    clone.configure(settings(1));
    const { code, output } = await clone.npm("up", "--yes");
    assert.equal(code, 3, output);
    assert.match(output, /worker-1: .*the volumes that these services may keep there: notes_db \(data\)/);
    const moved = await clone.npm("volumes", "move", "notes_data", "worker-0");
    assert.equal(moved.code, 0, moved.output);
    await up();
    assert.equal(node(), "worker-0");
    assert.deepEqual(redis("get", "greeting"), ["hello"]);
  });

  it("leaves nothing behind", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), before);
  });
});
