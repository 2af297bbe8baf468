import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { EndpointCheck } from "../../../../components/entrypoint/endpointCheck.ts";
import { Folder } from "../../../support/folder.ts";
import { record } from "../../../support/recordedProgram.ts";
import { run } from "../../../support/run.ts";
import { scriptFile } from "../../../support/scripts.ts";
import { selfSigned } from "../../../support/selfSigned.ts";

const script = fileURLToPath(scriptFile("entrypoint/scripts/waitForEndpoint.mjs"));

describe("EndpointCheck", () => {
  const asking = (url: string) =>
    record(
      () =>
        new EndpointCheck("answer", {
          entryPoint: { url, isServed: url !== "", timeout: 60 },
          deployed: [pulumi.output("web=1=checked"), "b"],
        }),
    );

  it("requests the URL from this computer, again after each deployment", async () => {
    const { recording } = await asking("http://127.0.0.1:8080");
    assert.deepEqual(recording.tree(), [
      "command:local:Command answer < EndpointCheck answer",
      "swarm:index:EndpointCheck answer",
    ]);
    const { interpreter: _limits, create, ...inputs } = recording.find("Command answer").inputs;
    assert.match(
      String(create),
      /^node components\/entrypoint\/scripts\/waitForEndpoint\.mjs http:\/\/127\.0\.0\.1:8080 60 # [0-9a-f]{12}$/,
    );
    assert.deepEqual(inputs, {
      environment: { DEPLOYED: "web=1=checked b" },
      logging: "stderr",
      addPreviousOutputInEnv: false,
    });
  });

  it("requests nothing if no port is published", async () => {
    const { recording } = await asking("");
    assert.deepEqual(recording.tree(), ["swarm:index:EndpointCheck answer"]);
  });
});

describe("waitForEndpoint.mjs", () => {
  const ask = (url: string, seconds: number) => run(process.execPath, [script, url, String(seconds)]);

  async function at<T>(server: Server, work: (port: number) => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
    try {
      return await work((server.address() as AddressInfo).port);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it("accepts any status below 500, even a redirect", async () => {
    for (const status of [200, 302, 404]) {
      const server = createServer((_, response) => response.writeHead(status, { location: "/x" }).end());
      const outcome = await at(server, (port) => ask(`http://127.0.0.1:${port}`, 0));
      assert.deepEqual(outcome, { code: 0, stdout: "", stderr: "" });
    }
  });

  it("retries until there is an answer", async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.writeHead(asked < 3 ? 503 : 200).end();
    });
    assert.equal((await at(server, (port) => ask(`http://127.0.0.1:${port}`, 10))).code, 0);
    assert.equal(asked, 3);
  });

  it("reports what it got instead of an answer", async () => {
    const server = createServer((_, response) => response.writeHead(503).end());
    await at(server, async (port) => {
      const { code, stderr } = await ask(`http://127.0.0.1:${port}`, 0);
      assert.equal(code, 1);
      assert.equal(
        stderr,
        `http://127.0.0.1:${port} does not answer: it answers with status 503\n  → check the services behind it: npm run status\n`,
      );
    });
  });

  it("connects to a port that does not speak HTTP", async () => {
    const outcome = await at(
      createTcpServer((socket) => socket.destroy()),
      (port) => ask(`tcp://127.0.0.1:${port}`, 0),
    );
    assert.deepEqual(outcome, { code: 0, stdout: "", stderr: "" });
  });

  it("reports once, after some seconds, what it waits for and how long at most", async () => {
    const free = await at(createTcpServer(), async (port) => port);
    const { code, stderr } = await ask(`tcp://127.0.0.1:${free}`, 1.5);
    assert.equal(code, 1);
    assert.deepEqual(stderr.split("\n"), [
      `tcp://127.0.0.1:${free} does not answer yet: ECONNREFUSED; waiting 1.5 s at most`,
      `tcp://127.0.0.1:${free} does not answer: ECONNREFUSED`,
      "  → check the services behind it: npm run status",
      "",
    ]);
  });

  describe("with TLS", () => {
    const folder = new Folder();
    after(() => folder[Symbol.dispose]());

    /** Asks a server with a certificate for this host, which is trusted. */
    const asking = async (host: string, status: number) => {
      const certificate = selfSigned(host);
      folder.write({ "cert.pem": certificate.cert });
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: folder.at("cert.pem") };
      const server = createTlsServer(certificate, (_, response) => response.writeHead(status).end());
      return at(server, async (port) => {
        const url = `https://127.0.0.1:${port}`;
        return { url, ...(await run(process.execPath, [script, url, "0"], { env })) };
      });
    };

    it("accepts a status below 500", async () => {
      const { code, stderr } = await asking("127.0.0.1", 404);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal((await asking("127.0.0.1", 503)).code, 1);
    });

    it("accepts a certificate for another name, with a warning", async () => {
      const { code, stderr, url } = await asking("shop.example.com", 200);
      assert.equal(code, 0);
      assert.match(
        stderr,
        new RegExp(`^${url} answers, but its certificate is for another name: .*127\\.0\\.0\\.1`),
      );
    });

    it("refuses an untrusted certificate", async () => {
      const server = createTlsServer(selfSigned("127.0.0.1"), (_, response) => response.end());
      const { code, stderr } = await at(server, (port) => ask(`https://127.0.0.1:${port}`, 0));
      assert.equal(code, 1);
      assert.match(stderr, /does not answer: DEPTH_ZERO_SELF_SIGNED_CERT/);
    });
  });

  it("reports why it cannot connect", async () => {
    const free = await at(createTcpServer(), async (port) => port);
    for (const protocol of ["http", "tcp"]) {
      const { code, stderr } = await ask(`${protocol}://127.0.0.1:${free}`, 0);
      assert.equal(code, 1);
      assert.match(stderr, /does not answer: .*ECONNREFUSED/);
    }
  });
});
