import assert from "node:assert/strict";
import { pause } from "./loopback.ts";
import { Replicas } from "./modules.ts";

const names = ["10.0.0.1", "10.0.0.2", "10.0.0.3"];

async function take(replicas: InstanceType<typeof Replicas>, count: number): Promise<string[]> {
  const taken: string[] = [];
  for (let index = 0; index < count; index += 1) taken.push((await replicas.next()) ?? "none");
  return taken;
}

describe("example: replicas", () => {
  it("takes each in turn", async () => {
    const replicas = new Replicas("api:8080", { resolve: async () => names });
    const taken = await take(replicas, 9);
    for (const name of names) assert.equal(taken.filter((address) => address === `${name}:8080`).length, 3);
    assert.deepEqual(taken.slice(0, 3), taken.slice(3, 6));
    assert.equal(replicas.count, 3);
  });

  it("gives those that have not been tried, then none", async () => {
    const replicas = new Replicas("api:8080", { resolve: async () => names });
    const tried = new Set<string>();
    for (let index = 0; index < 3; index += 1) tried.add((await replicas.next(tried)) ?? "none");
    assert.deepEqual([...tried].sort(), ["10.0.0.1:8080", "10.0.0.2:8080", "10.0.0.3:8080"]);
    assert.equal(await replicas.next(tried), undefined);
  });

  it("leaves one that has failed in peace, and comes back to it", async () => {
    const replicas = new Replicas("api:8080", { resolve: async () => names, rest: 60 });
    await replicas.next();
    replicas.failed("10.0.0.2:8080");
    assert.equal((await take(replicas, 6)).includes("10.0.0.2:8080"), false);
    await pause(80);
    assert.equal((await take(replicas, 3)).includes("10.0.0.2:8080"), true);
  });

  it("takes one that has failed when there is no other", async () => {
    const replicas = new Replicas("api:8080", { resolve: async () => ["10.0.0.1"] });
    await replicas.next();
    replicas.failed("10.0.0.1:8080");
    assert.equal(await replicas.next(), "10.0.0.1:8080");
  });

  it("sees that replicas come and go", async () => {
    let known = ["10.0.0.1"];
    const replicas = new Replicas("api:8080", { resolve: async () => known, fresh: 20 });
    assert.deepEqual(await take(replicas, 2), ["10.0.0.1:8080", "10.0.0.1:8080"]);
    known = ["10.0.0.7"];
    await pause(30);
    await replicas.next();
    await pause(5);
    assert.deepEqual(await take(replicas, 2), ["10.0.0.7:8080", "10.0.0.7:8080"]);
  });

  it("keeps those it knows while DNS has no answer", async () => {
    let broken = false;
    const resolve = async () => {
      if (broken) throw new Error("ENOTFOUND");
      return names;
    };
    const replicas = new Replicas("api:8080", { resolve });
    await replicas.next();
    broken = true;
    await replicas.check();
    assert.equal(replicas.count, 3);
  });

  it("asks DNS once for many requests", async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return names;
    };
    const replicas = new Replicas("api:8080", { resolve });
    await Promise.all(Array.from({ length: 50 }, () => replicas.next()));
    assert.equal(asked, 1);
  });
});
