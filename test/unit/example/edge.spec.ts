import assert from "node:assert/strict";
import { request } from "node:http";
import { answerWith, closeAll, listen, nobody } from "./loopback.ts";
import { createApi, createEdge, Replicas } from "./modules.ts";

const page = new Map([["/", { type: "text/html; charset=utf-8", body: Buffer.from("<h1>page</h1>") }]]);
const times = { connectTime: 200, answerTime: 200, deadline: 900 };

async function edgeTo(...places: string[]): Promise<string> {
  const { server } = createEdge({
    node: "worker-1",
    files: page,
    replicas: new Replicas(places.join(",")),
    times,
  });
  return `http://${await listen(server)}`;
}

function replica(name: string): Promise<string> {
  let visits = 0;
  const data = { increment: async () => ++visits, read: async () => visits };
  return listen(createApi({ identity: { replica: name, slot: 1 }, data }).server);
}

/** Counts its requests and breaks each one off after it has come. */
async function breaker(): Promise<{ place: string; seen: string[] }> {
  const seen: string[] = [];
  const path = await answerWith((incoming, response) => {
    seen.push(incoming.method ?? "");
    incoming.resume().on("end", () => response.destroy());
  });
  return { place: path, seen };
}

async function names(edge: string, count: number): Promise<string[]> {
  const found: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const response = await fetch(`${edge}/api/visit`);
    assert.equal(response.status, 200);
    found.push(((await response.json()) as { replica: string }).replica);
  }
  return found;
}

describe("example: edge", () => {
  afterEach(closeAll);

  it("spreads requests over the replicas, each in turn, and says who it is", async () => {
    const edge = await edgeTo(await replica("a"), await replica("b"), await replica("c"));
    const found = await names(edge, 12);
    for (const name of ["a", "b", "c"]) assert.equal(found.filter((each) => each === name).length, 4);
    const response = await fetch(`${edge}/api/state`);
    assert.equal(response.headers.get("x-edge"), "worker-1");
    assert.equal(response.headers.get("x-replicas"), "3");
    assert.deepEqual(await response.json(), { replica: found[0], slot: 1, visits: 4 });
  });

  it("asks another replica when one refuses the connection", async () => {
    const edge = await edgeTo(await nobody(), await replica("b"));
    assert.deepEqual(await names(edge, 6), ["b", "b", "b", "b", "b", "b"]);
  });

  it("asks another replica when one breaks off", async () => {
    const { place: path, seen } = await breaker();
    const edge = await edgeTo(path, await replica("b"));
    assert.deepEqual(await names(edge, 4), ["b", "b", "b", "b"]);
    assert.deepEqual(seen, ["GET"]);
  });

  it("asks another replica when one does not answer in time", async () => {
    const edge = await edgeTo(await answerWith(() => {}), await replica("b"));
    assert.deepEqual(await names(edge, 3), ["b", "b", "b"]);
  });

  it("asks another replica when one says that it is shutting down", async () => {
    let refused = 0;
    const leaving = await answerWith((_request, response) => {
      refused += 1;
      response.writeHead(503, { "retry-after": "0" }).end();
    });
    const edge = await edgeTo(leaving, await replica("b"));
    assert.deepEqual(await names(edge, 4), ["b", "b", "b", "b"]);
    assert.ok(refused > 0);
  });

  it("waits for a replica that asks for patience", async () => {
    let asked = 0;
    const edge = await edgeTo(
      await answerWith((_request, response) => {
        asked += 1;
        if (asked < 3) response.writeHead(503, { "retry-after": "1" }).end('{"error":"not yet"}');
        else response.end('{"replica":"patient"}');
      }),
    );
    assert.deepEqual(await names(edge, 1), ["patient"]);
    assert.equal(asked, 3);
  });

  it("does not send twice what may have had an effect", async () => {
    const first = await breaker();
    const second = await breaker();
    const edge = await edgeTo(first.place, second.place);
    const response = await fetch(`${edge}/api/visit`, { method: "POST", body: "x" });
    assert.equal(response.status, 502);
    assert.equal(first.seen.length + second.seen.length, 1);
  });

  it("passes a body on, also after a refused connection", async () => {
    const echo = await answerWith((incoming, response) => {
      response.writeHead(201, { "content-type": "text/plain" });
      incoming.pipe(response);
    });
    const edge = await edgeTo(await nobody(), echo);
    for (let index = 0; index < 4; index += 1) {
      const response = await fetch(`${edge}/api/echo`, { method: "POST", body: `body ${index}` });
      assert.deepEqual([response.status, await response.text()], [201, `body ${index}`]);
    }
  });

  it("answers 502 with the reasons when no replica answers before the deadline", async () => {
    const path = await nobody();
    const start = performance.now();
    const response = await fetch(`${await edgeTo(path)}/api/visit`);
    const answer = (await response.json()) as { error: string; reasons: string[] };
    assert.equal(response.status, 502);
    assert.equal(answer.error, "no replica answered");
    assert.match(answer.reasons[0] ?? "", new RegExp(`^${path}: .*ECONNREFUSED`));
    const taken = performance.now() - start;
    assert.ok(taken > 850 && taken < 2500, `took ${taken} ms`);
  });

  it("passes a replica's own faults on as they are", async () => {
    const edge = await edgeTo(await replica("a"));
    const missing = await fetch(`${edge}/api/nothing`);
    assert.equal(missing.status, 404);
    assert.match(await missing.text(), /there is no \/api\/nothing; try \/api\/visit/);
    const wrong = await fetch(`${edge}/api/visit`, { method: "PUT" });
    assert.equal(wrong.status, 405);
  });

  it("refuses a body that is too large", async () => {
    const edge = await edgeTo(await replica("a"));
    const response = await fetch(`${edge}/api/visit`, { method: "POST", body: "x".repeat(70_000) });
    assert.equal(response.status, 413);
  });

  it("serves the page, and survives odd paths", async () => {
    const edge = await edgeTo(await replica("a"));
    const response = await fetch(`${edge}/?from=test`);
    assert.deepEqual([response.status, await response.text()], [200, "<h1>page</h1>"]);
    assert.match(response.headers.get("content-security-policy") ?? "", /^default-src 'none'/);
    for (const path of ["//", "/../etc/passwd", "/%00", "*"]) assert.equal(await statusOf(edge, path), 404);
    assert.equal((await fetch(edge, { method: "DELETE" })).status, 405);
    assert.equal((await fetch(`${edge}/healthz`)).status, 200);
  });
});

/** With a path that `fetch` would tidy up. */
function statusOf(edge: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(edge);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
}
