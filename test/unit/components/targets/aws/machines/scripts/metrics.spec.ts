import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { cluster, FakeHost } from "../../../../../../support/fakeHost.ts";
import { run } from "../../../../../../support/run.ts";
import type { Membership } from "../../../../../../support/swarmHost/swarmFacts.ts";
import { SwarmHost } from "../../../../../../support/swarmHost/swarmHost.ts";

const scripts = "targets/aws/machines/scripts";
const credentials = { AccessKeyId: "ASIATEST", SecretAccessKey: "geheim/+", Token: "session+token/==" };
const facts: Readonly<Record<string, string>> = {
  "placement/region": "eu-central-1",
  "services/domain": "amazonaws.com",
  "instance-id": "i-0123456789abcdef0",
  "iam/security-credentials/": "swarm-role",
  "iam/security-credentials/swarm-role": JSON.stringify(credentials, undefined, 2),
};

interface Sent {
  readonly form: Readonly<Record<string, string>>;
  readonly signed: string;
  readonly expected: string;
}

/** Signs as AWS does: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf({ method, url, headers }: IncomingMessage, body: string, signedHeaders: string): string {
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const date = String(headers["x-amz-date"]);
  const lines = signedHeaders.split(";").map((name) => `${name}:${headers[name]}\n`);
  const canonical = [method, url, "", lines.join(""), signedHeaders, sha256(body)].join("\n");
  const scope = `${date.slice(0, 8)}/eu-central-1/monitoring/aws4_request`;
  const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${credentials.SecretAccessKey}`);
  return hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`).toString("hex");
}

/** An instance's metadata service, and CloudWatch. */
async function amazon() {
  const sent: Sent[] = [];
  const server = createServer(async (request, answer) => {
    let body = "";
    for await (const part of request) body += part;
    if (request.method === "PUT") return answer.end("the-token");
    if (request.method === "GET") {
      const known = facts[request.url?.replace("/latest/meta-data/", "") ?? ""];
      const isAllowed = request.headers["x-aws-ec2-metadata-token"] === "the-token";
      return answer.writeHead(known && isAllowed ? 200 : 401).end(known);
    }
    const { signedHeaders = "", signature = "" } =
      /SignedHeaders=(?<signedHeaders>[^,]+), *Signature=(?<signature>\w+)/.exec(
        String(request.headers.authorization),
      )?.groups ?? {};
    assert.ok(signedHeaders.split(";").includes("x-amz-security-token"), signedHeaders);
    sent.push({
      form: Object.fromEntries(new URLSearchParams(body)),
      signed: signature,
      expected: signatureOf(request, body, signedHeaders),
    });
    return answer.end("<PutMetricDataResponse/>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, sent, [Symbol.asyncDispose]: async () => void server.close() };
}

async function metrics(engine: Partial<Membership>) {
  await using aws = await amazon();
  using host = new SwarmHost({ engine });
  host.replace("df", "printf 'Use%%\\n 41%%\\n 87%%\\n'").replace("systemctl", ":");
  // Its requests are for AWS.
  host.replace("curl", `PATH='${process.env.PATH}' exec curl "$@"`);
  host.write("systemd/none", "");
  const changes = {
    "sender=/usr/local/sbin/swarm-metrics": `sender=${host.path("sender")}`,
    "units=/etc/systemd/system": `units=${host.path("systemd")}`,
    "-d /run/systemd/system": `-d ${host.path("systemd")}`,
    "http://169.254.169.254": aws.url,
    "https://monitoring.$region.$domain": aws.url,
  };
  const install = () => host.run(`${scripts}/metrics.sh`, ["node", "i-1", "web-0"], undefined, changes);
  const first = await install();
  assert.deepEqual([first.code, first.stderr], [0, ""]);
  const again = await install();
  const [, program = "", ...args] =
    /^ExecStart=(\S+) (.*)$/m.exec(host.read("systemd/swarm-metrics.service"))?.slice(0) ?? [];
  const request = (args[0] ?? "").replaceAll("%%", "%").split(" ");
  const env = { ...process.env, PATH: `${host.path("bin")}:${process.env.PATH}` };
  const sending = await run(program, request, { env });
  assert.deepEqual(sending, { code: 0, stdout: "", stderr: "" });
  return { sent: aws.sent, first, again, timer: host.read("systemd/swarm-metrics.timer") };
}

const form = {
  Action: "PutMetricData",
  Version: "2010-08-01",
  Namespace: `swarm/${cluster}`,
  "MetricData.member.1.MetricName": "DiskUsedPercent",
  "MetricData.member.1.Unit": "Percent",
  "MetricData.member.1.Value": "87",
  "MetricData.member.1.Dimensions.member.1.Name": "InstanceId",
  "MetricData.member.1.Dimensions.member.1.Value": "i-0123456789abcdef0",
};

describe("metrics.sh", () => {
  it("sends how full a worker's fullest disk is, signed with the role's credentials", async () => {
    const { sent, timer } = await metrics({ isManager: false });
    assert.deepEqual(
      sent.map((request) => request.form),
      [form],
    );
    for (const { signed, expected } of sent) assert.equal(signed, expected);
    assert.match(timer, /^OnUnitActiveSec=60$/m);
  });

  for (const [hasQuorum, value] of [
    [true, "0"],
    [false, "1"],
  ] as const)
    it(`also sends that a manager has ${hasQuorum ? "a" : "no"} quorum`, async () => {
      const { sent } = await metrics({ hasLeader: hasQuorum });
      const more = { "MetricData.member.2.MetricName": "QuorumLost", "MetricData.member.2.Value": value };
      assert.deepEqual(sent[0]?.form, { ...form, ...more });
      assert.equal(sent[0]?.signed, sent[0]?.expected);
    });

  it("restarts its timer only if something is new", async () => {
    const { first, again } = await metrics({ isManager: false });
    const calls = ({ calls }: typeof first) => calls.filter((call) => call.startsWith("systemctl"));
    assert.deepEqual(calls(first), [
      "systemctl daemon-reload",
      "systemctl --quiet enable swarm-metrics.timer",
      "systemctl restart swarm-metrics.timer",
      "systemctl --no-block start swarm-metrics.service",
    ]);
    assert.deepEqual(calls(again), [
      "systemctl --quiet enable swarm-metrics.timer",
      "systemctl --quiet is-active swarm-metrics.timer",
    ]);
  });
});

describe("noMetrics.sh", () => {
  it("removes what metrics.sh has left, and nothing where there is nothing", async () => {
    using host = new FakeHost({ systemctl: ":" });
    const changes = {
      "/etc/systemd/system": host.path("systemd"),
      "/run/systemd/system": host.path("systemd"),
      "/usr/local/sbin/swarm-metrics": host.path("sender"),
    };
    const remove = () => host.run(`${scripts}/noMetrics.sh`, [], undefined, changes);
    assert.deepEqual((await remove()).calls, []);
    host.write("systemd/swarm-metrics.timer", "").write("systemd/swarm-metrics.service", "");
    host.write("sender", "");
    assert.deepEqual((await remove()).calls, [
      "systemctl disable --now swarm-metrics.timer",
      "systemctl daemon-reload",
    ]);
    for (const file of ["systemd/swarm-metrics.timer", "systemd/swarm-metrics.service", "sender"])
      assert.throws(() => host.read(file), /ENOENT/);
  });
});
