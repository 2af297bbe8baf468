import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { FakeHost } from "../../../../../../support/fakeHost.ts";

const token = "a-token";
const spot = "/latest/meta-data/spot/instance-action";
const rebalance = "/latest/meta-data/events/recommendations/rebalance";
const taken = '{"action": "terminate", "time": "2026-11-29T18:02:00Z"}';
const risky = '{"noticeTime": "2026-11-29T17:40:00Z"}';

/** EC2's metadata service, IMDSv2 only; `notices` has the answers by path. */
class Metadata implements AsyncDisposable {
  readonly notices = new Map<string, string>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const { method, url = "", headers } = request;
      if (method === "PUT" && url === "/latest/api/token")
        return response.end(headers["x-aws-ec2-metadata-token-ttl-seconds"] ? token : "");
      const isKnown = headers["x-aws-ec2-metadata-token"] === token;
      const notice = isKnown ? this.notices.get(url) : undefined;
      response.statusCode = isKnown ? (notice === undefined ? 404 : 200) : 401;
      return response.end(notice ?? "");
    });
  }

  static async start(): Promise<Metadata> {
    const metadata = new Metadata();
    await new Promise<void>((resolve) => metadata.#server.listen(0, "127.0.0.1", resolve));
    return metadata;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/**
 * A spot instance that looks as often as `looks` says.
 *
 * @param ssh shell text with which a manager answers
 */
const instance = (ssh: string, looks = 1) =>
  new FakeHost({
    ssh,
    sleep: `[ "$1" = 5 ] || exit 0
echo >>"$HOST/looks"
[ "$(wc -l <"$HOST/looks")" -lt ${looks} ]`,
  }).write("looks", "");

async function watch(host: FakeHost, url: string) {
  const args = [url, "/etc/swarm-requests", "swarm", "10.0.0.4", "10.0.0.5"];
  const path = "targets/aws/machines/scripts/watchNotices.sh";
  const { stderr, calls } = await host.runStored(path, args);
  const asked = calls.filter((call) => call.startsWith("ssh ")).map((call) => call.split(" ").slice(-2));
  return { stderr, asked, calls };
}

const unwilling = "no manager has drained this node; the next attempt follows\n";

describe("watchNotices.sh", () => {
  it("asks for nothing without a notice, and without a metadata service", async () => {
    await using metadata = await Metadata.start();
    using host = instance("exit 0", 2);
    assert.deepEqual((await watch(host, metadata.url)).asked, []);
    using other = instance("exit 0");
    assert.deepEqual((await watch(other, "http://127.0.0.1:9")).asked, []);
  });

  it("asks a manager to drain the node two minutes before AWS takes the machine, once", async () => {
    await using metadata = await Metadata.start();
    metadata.notices.set(spot, taken);
    using host = instance("exit 0", 3);
    const { stderr, asked, calls } = await watch(host, metadata.url);
    assert.equal(stderr, `AWS says: spot/instance-action ${taken}\n`);
    assert.deepEqual(asked, [["swarm@10.0.0.4", "drain"]]);
    const [call] = calls.filter((one) => one.startsWith("ssh "));
    const options = [
      "-F none -i /etc/swarm-requests/key -o UserKnownHostsFile=/etc/swarm-requests/known_hosts",
      "-o StrictHostKeyChecking=yes -o BatchMode=yes -o ConnectTimeout=3",
      "-o ServerAliveInterval=5 -o ServerAliveCountMax=2",
    ];
    assert.equal(call, `ssh ${options.join(" ")} swarm@10.0.0.4 drain`);
  });

  it("drains the node when AWS recommends to move, and again when AWS takes the machine", async () => {
    await using metadata = await Metadata.start();
    metadata.notices.set(rebalance, risky);
    using host = instance("exit 0");
    assert.deepEqual(
      (await watch(host, metadata.url)).stderr,
      `AWS says: events/recommendations/rebalance ${risky}\n`,
    );
    metadata.notices.set(spot, taken);
    assert.deepEqual((await watch(host, metadata.url)).stderr, `AWS says: spot/instance-action ${taken}\n`);
  });

  it("asks the next manager if one does not answer", async () => {
    await using metadata = await Metadata.start();
    metadata.notices.set(spot, taken);
    using host = instance('case "$*" in *10.0.0.4*) exit 255 ;; esac', 2);
    assert.deepEqual((await watch(host, metadata.url)).asked, [
      ["swarm@10.0.0.4", "drain"],
      ["swarm@10.0.0.5", "drain"],
    ]);
  });

  it("tries again five seconds later if no manager answers", async () => {
    await using metadata = await Metadata.start();
    metadata.notices.set(spot, taken);
    using host = instance("exit 255", 2);
    const { stderr, asked } = await watch(host, metadata.url);
    const says = `AWS says: spot/instance-action ${taken}\n${unwilling}`;
    assert.equal(stderr, says + says);
    assert.equal(asked.length, 4);
  });
});
