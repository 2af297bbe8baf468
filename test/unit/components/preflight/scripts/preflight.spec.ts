import assert from "node:assert/strict";
import { handedBack } from "../../../../support/fakeHost.ts";
import {
  disk,
  lacks,
  node,
  noFamily,
  noProgram,
  preflight,
  withoutModule,
} from "../../../../support/preflightNode.ts";
import { container } from "../../../../support/swarmHost/daemon.ts";

const noVirtualIps = [
  "  shop/web, shop/api: virtual IPs need ip_vs, which the kernel of worker-0 does not have",
  "    → write deploy.endpoint_mode: dnsrr, or give worker-0 a kernel with ip_vs (modprobe ip_vs)",
];

describe("preflight.sh", () => {
  it("accepts a node that has everything", async () => {
    using host = node();
    host.daemon.containers = [container("another", { ports: ["2/tcp"] })];
    const { calls, ...rest } = await preflight(
      host,
      ...["engine|shop|23.0", "engine|shop/web|25.0", "disk|shop|-", "stack|shop|shop", "vip|shop/web|-"],
      ...["ingress|shop/web|-", "encrypted|shop/web|shop/back", "port|shop/web|1/tcp", "bind|shop/web|/tmp"],
    );
    assert.deepEqual(rest, { code: 0, stdout: handedBack("26.1.5 linux x86_64"), stderr: "" });
    assert.equal(calls.filter((call) => call.startsWith("genl")).length, 1);
  });

  it("does not probe a kernel that no stack has requirements for", async () => {
    using host = node({ modprobe: "exit 99", genl: "exit 99", unshare: "exit 99" });
    const { code, calls } = await preflight(host, "engine|shop|23.0", "disk|shop|-", "stack|shop|shop");
    assert.equal(code, 0);
    assert.deepEqual(
      calls.map((call) => call.split(" ")[0]),
      ["docker", "df"],
    );
  });

  it("reports everything at once", async () => {
    using host = node({
      genl: noFamily,
      unshare: "echo 'Error: Requested type not found.' >&2; exit 2",
      df: disk(512),
    });
    Object.assign(host.daemon, { version: "24.0.9", root: "/srv/docker data" });
    assert.deepEqual(
      {
        ...(await preflight(
          host,
          ...["engine|shop|23.0", "engine|shop/web|25.0", "disk|shop, blog|-", "stack|shop|shop"],
          ...["ingress|shop/web|-", "vip|shop/web, shop/api|-", "encrypted|shop/api|shop/back"],
          "bind|shop/api|/no such place",
        )),
        calls: [],
      },
      {
        code: 1,
        stderr: "",
        calls: [],
        stdout: lacks(
          "  shop/web: Docker Engine 25.0 or later is needed, but worker-0 has 24.0.9",
          "    → upgrade Docker on worker-0",
          "  shop, blog: 1024 MiB of disk are needed, but /srv/docker data on worker-0 has 512 MiB left",
          "    → free space there (docker system df shows what uses it), or give worker-0 a larger disk",
          "  shop/web: ports with mode ingress need ip_vs, which the kernel of worker-0 does not have",
          "    → write mode: host and deploy.endpoint_mode: dnsrr, or give worker-0 a kernel with ip_vs (modprobe ip_vs)",
          ...noVirtualIps,
          "  shop/api: the encrypted network shop/back needs ESP with AES-GCM, which the kernel of worker-0 does not have",
          "    → encrypt no network, or give worker-0 a kernel with ESP (modprobe esp4)",
          "  shop/api: /no such place is mounted, but it is not on worker-0",
          "    → make it there, set swarm:stacks.<name>.binds for it, or keep the service away by deploy.placement.constraints",
        ),
      },
    );
  });

  describe("probes ip_vs", () => {
    const virtualIps = (host: ReturnType<typeof node>) => preflight(host, "vip|shop/web, shop/api|-");

    it("and accepts a loaded module, even without genl", async () => {
      using host = node({ genl: noProgram("genl") });
      host.write("ip_vs", "");
      assert.equal((await virtualIps(host)).code, 0);
    });

    it("by loading it as the engine does", async () => {
      using host = node({ modprobe: `: >"$HOST/ip_vs"`, genl: "exit 99" });
      const { code, calls } = await virtualIps(host);
      assert.deepEqual([code, calls.at(-1)], [0, "modprobe --quiet ip_vs"]);
    });

    it("and trusts the kernel's answer", async () => {
      using host = node({ genl: noFamily });
      const { code, stdout } = await virtualIps(host);
      assert.deepEqual([code, stdout], [1, lacks(...noVirtualIps)]);
    });

    it("and warns if it cannot find out", async () => {
      for (const genl of [
        noProgram("genl"),
        "echo 'RTNETLINK answers: Operation not permitted' >&2; exit 255",
      ]) {
        using host = node({ genl });
        const { code, stderr } = await virtualIps(host);
        assert.equal(code, 0);
        assert.equal(stderr, "worker-0: cannot check whether its kernel has ip_vs; install iproute2 there\n");
      }
    });
  });

  describe("probes ESP", () => {
    const network = "the encrypted network shop/back needs ESP with AES-GCM";
    const tried = async (said: string, code = 2) => {
      using host = node({ unshare: `echo '${said}' >&2; exit ${code}` });
      return await preflight(host, "encrypted|shop/web|shop/back");
    };

    it("with the engine's algorithm, in its own network namespace", async () => {
      using host = node();
      const { code, calls } = await preflight(host, "encrypted|shop/web|shop/back");
      assert.equal(code, 0);
      assert.equal(
        calls.at(-1),
        "unshare --net ip xfrm state add src 127.0.0.1 dst 127.0.0.1 proto esp spi 1 mode transport aead rfc4106(gcm(aes)) 0x000102030405060708090a0b0c0d0e0f10111213 64",
      );
    });

    it("and recognizes the errors of kernels without it", async () => {
      for (const said of [
        "Error: Requested type not found.",
        "Error: Requested AEAD algorithm not found.",
        "RTNETLINK answers: Protocol not supported",
        "RTNETLINK answers: Function not implemented",
        "Cannot open netlink socket: Protocol not supported",
      ]) {
        const { code, stdout } = await tried(said);
        assert.equal(code, 1, said);
        assert.ok(stdout.includes(network), said);
      }
    });

    it("and warns if it cannot find out", async () => {
      for (const said of [
        "sh: 1: unshare: not found",
        "unshare: unshare failed: Operation not permitted",
        "unshare: failed to execute ip: No such file or directory",
        'Object "xfrm" is unknown, try "ip help".',
      ]) {
        const { code, stderr } = await tried(said);
        assert.equal(code, 0, said);
        assert.match(
          stderr,
          /^worker-0: cannot check whether its kernel has ESP; install iproute2 and util-linux/,
        );
      }
    });
  });

  it("waits for an engine that does not answer yet", async () => {
    using host = node();
    host.daemon.isRunning = false;
    const start = () => {
      host.daemon.isRunning = true;
    };
    host.before("version", start, { after: 2 });
    const { code, stdout } = await preflight(host, "engine|shop|23.0");
    assert.deepEqual([code, stdout], [0, handedBack("26.1.5 linux x86_64")]);
  });

  it("fails if no engine answers", async () => {
    using host = node();
    host.daemon.isRunning = false;
    const { code, stderr } = await preflight(host, "engine|shop|23.0");
    assert.equal(code, 1);
    assert.match(stderr, /^this-host: the Docker Engine does not answer\n/);
  });

  it("warns if the disk is almost full", async () => {
    using host = node({ df: disk(3000) });
    const { code, stderr } = await preflight(host, "disk|shop|-");
    assert.deepEqual([code, stderr], [0, "worker-0: only 3000 MiB of disk are left at /var/lib/docker\n"]);
  });

  it("compares versions numerically", async () => {
    for (const [version, code] of [
      ["23.0.0", 0],
      ["23.0.0-rc.1", 0],
      ["100.1", 0],
      ["26.1.5+dfsg1", 0],
      ["20.10.24+dfsg1", 1],
      ["9.0", 1],
    ] as const) {
      using host = node();
      host.daemon.version = version;
      assert.equal((await preflight(host, "engine|shop|23.0")).code, code, version);
    }
  });

  it("prints each kernel feature on its own", async () => {
    using host = node({ genl: noFamily });
    const { code, stdout, stderr } = await host.run(
      "preflight/scripts/preflight.sh",
      ["kernel"],
      undefined,
      withoutModule(host),
    );
    assert.deepEqual([code, stdout, stderr], [0, "ip_vs no\nesp yes\n", ""]);
  });
});
