import assert from "node:assert/strict";
import { startFakeRedis } from "./fakeRedis.ts";
import { closeAll, closing, nobody, pause } from "./loopback.ts";
import { DataClient, decodeReply, encodeCommand } from "./modules.ts";

const password = "p4ss";

function client(port: number, options: { password?: string; timeout?: number; wait?: number } = {}) {
  return closing(new DataClient({ host: "127.0.0.1", port, password, pause: 20, ...options }));
}

describe("example: data client", () => {
  afterEach(closeAll);

  it("says the password first, then counts", async () => {
    const redis = await startFakeRedis(password);
    const data = client(redis.port);
    assert.equal(await data.increment("visits"), 1);
    assert.equal(await data.increment("visits"), 2);
    assert.equal(await data.read("visits"), 2);
    assert.deepEqual(redis.commands, ["AUTH p4ss", "INCR visits", "INCR visits", "GET visits"]);
  });

  it("reads 0 where nothing has been counted", async () => {
    const redis = await startFakeRedis(password);
    assert.equal(await client(redis.port).read("visits"), 0);
  });

  it("gives many commands at once their own replies, also when those come byte by byte", async () => {
    const redis = await startFakeRedis(password);
    redis.dribble = true;
    const data = client(redis.port);
    const numbers = await Promise.all(Array.from({ length: 25 }, () => data.increment("visits")));
    assert.deepEqual(
      numbers,
      Array.from({ length: 25 }, (_none, index) => index + 1),
    );
  });

  it("names the reason when the password is wrong", async () => {
    const redis = await startFakeRedis(password);
    const data = client(redis.port, { password: "other", wait: 100 });
    await assert.rejects(data.increment("visits"), /no connection to the data service: WRONGPASS/);
    assert.equal(redis.numbers.size, 0);
  });

  it("names the reason when nobody listens", async () => {
    const port = Number((await nobody()).split(":")[1]);
    await assert.rejects(client(port, { wait: 100 }).read("visits"), /ECONNREFUSED/);
  });

  it("connects again after the server hung up, and counts on", async () => {
    const redis = await startFakeRedis(password);
    const data = client(redis.port);
    assert.equal(await data.increment("visits"), 1);
    redis.hangUp();
    await pause(5);
    assert.equal(await data.increment("visits"), 2);
    assert.equal(redis.commands.filter((command) => command.startsWith("AUTH")).length, 2);
  });

  it("fails a command that was under way when the server hung up", async () => {
    const redis = await startFakeRedis(password);
    const data = client(redis.port);
    await data.increment("visits");
    redis.silent = true;
    const lost = assert.rejects(data.increment("visits"), /hung up/);
    await pause(10);
    redis.hangUp();
    await lost;
  });

  it("leaves a server that does not answer, and finds it again", async () => {
    const redis = await startFakeRedis(password);
    const data = client(redis.port, { timeout: 80 });
    await data.increment("visits");
    redis.silent = true;
    await assert.rejects(data.increment("visits"), /no answer from the data service/);
    redis.silent = false;
    await pause(150);
    assert.equal(await data.increment("visits"), 3);
  });
});

describe("example: words of Redis", () => {
  it("writes a command with lengths in bytes", () => {
    assert.equal(encodeCommand(["GET", "größe"]), "*2\r\n$3\r\nGET\r\n$7\r\ngröße\r\n");
  });

  for (const [text, value] of [
    ["+OK\r\n", "OK"],
    [":42\r\n", 42],
    ["$5\r\n12\r\n3\r\n", "12\r\n3"],
    ["$-1\r\n", null],
  ] as const) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(decodeReply(Buffer.from(`${text}+next\r\n`)), { value, length: text.length });
      for (let end = 0; end < text.length; end += 1)
        assert.equal(decodeReply(Buffer.from(text.slice(0, end))), undefined);
    });
  }

  it("refuses what is no reply", () => {
    assert.throws(() => decodeReply(Buffer.from("HTTP/1.1 200 OK\r\n")), /not a reply of Redis: HTTP/);
  });
});
