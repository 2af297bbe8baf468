import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { ReconnectingEngine } from "../../../../../components/stack/deployer/engine.ts";
import { EngineLink } from "../../../../../components/stack/deployer/engineLink.ts";
import { Folder } from "../../../../support/folder.ts";

const ready = "hello\n\nswarm-output-begin\nready\nswarm-output-end\n";

/**
 * An engine on standard input and output: prints the text, then answers each request with its method, path and
 * body. `/later` answers with 503 the first time, `/cut` ends the connection the first time, `/none` with 404.
 */
const server = `
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
const [folder, text] = process.argv.slice(1);
const first = (path) => { const file = folder + path; const is = !existsSync(file); writeFileSync(file, ""); return is; };
const http = createServer((request, response) => {
  let body = "";
  request.on("data", (piece) => { body += piece; }).on("end", () => {
    if (request.url === "/cut" && first("/cut")) process.exit(255);
    if (request.url === "/later" && first("/later")) return response.writeHead(503).end('{"message":"no leader"}');
    if (request.url === "/none") return response.writeHead(404).end('{"message":"no such thing"}');
    response.end(JSON.stringify([request.method, request.url, body]));
  });
}).listen(0, "127.0.0.1", () => {
  const socket = connect(http.address().port, "127.0.0.1");
  process.stdout.write(text);
  process.stdin.pipe(socket).pipe(process.stdout);
  process.stdin.on("end", () => process.exit(0));
});`;

describe("ReconnectingEngine", () => {
  let opened = 0;
  const engineIn = (folder: Folder, text = ready, end = 60) => {
    opened = 0;
    return new ReconnectingEngine(
      () => {
        opened += 1;
        const args = ["--input-type=module", "--eval", server, folder.path, text];
        return EngineLink.open(spawn(process.execPath, args, { stdio: "pipe" }));
      },
      Date.now() / 1000 + end,
    );
  };

  it("sends one request after the other over one connection, which a greeting may precede", async () => {
    using folder = new Folder();
    using engine = engineIn(folder);
    const filters = { label: ["a=b c"] };
    const answers = await Promise.all([
      engine.get("/one", { filters, status: "true" }),
      engine.get("/two"),
      engine.find("/none"),
    ]);
    const query = new URLSearchParams({ filters: JSON.stringify(filters), status: "true" });
    assert.deepEqual(answers, [["GET", `/one?${query}`, ""], ["GET", "/two", ""], undefined]);
    await assert.rejects(engine.post("/none", {}), { message: "no such thing", status: 404 });
    await engine.delete("/none");
    assert.equal(opened, 1);
  });

  it("opens another connection if one breaks, and repeats the request", async () => {
    using folder = new Folder();
    using engine = engineIn(folder);
    assert.deepEqual(await engine.get("/cut"), ["GET", "/cut", ""]);
    assert.equal(opened, 2);
  });

  it("asks again while the swarm has no leader", async () => {
    using folder = new Folder();
    using engine = engineIn(folder);
    assert.deepEqual(await engine.get("/later"), ["GET", "/later", ""]);
    assert.equal(opened, 1);
  });

  it("fails after its deadline", async () => {
    using folder = new Folder();
    using engine = engineIn(folder, ready, 0);
    await assert.rejects(engine.get("/later"), {
      message: "the swarm does not answer: no leader\n  → npm run status, then run pulumi up again",
    });
  });

  describe("without a connection", () => {
    const failing = (code: number, messages: string) =>
      new ReconnectingEngine(
        () => EngineLink.open(spawn("sh", ["-c", `echo "${messages}" >&2; exit ${code}`], { stdio: "pipe" })),
        Date.now() / 1000,
      );

    it("fails with ssh's reason", async () => {
      using engine = failing(255, "ssh: connect to host 10.0.0.1 port 22: No route to host");
      await assert.rejects(engine.get("/"), {
        message:
          "the swarm does not answer: ssh: connect to host 10.0.0.1 port 22: No route to host\n  → npm run status, then run pulumi up again",
      });
    });

    it("fails at once if the machine refuses", async () => {
      for (const [code, messages] of [
        [1, "manager-0: this machine is in no swarm"],
        [255, "Host key verification failed."],
        [255, "root@10.0.0.1: Permission denied (publickey)."],
      ] as const) {
        using engine = failing(code, messages);
        engine.deadline = Number.POSITIVE_INFINITY;
        await assert.rejects(engine.get("/"), { name: "Error", message: messages });
      }
    });
  });
});
