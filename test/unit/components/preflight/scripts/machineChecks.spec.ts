import assert from "node:assert/strict";
import { lacks, node, preflight } from "../../../../support/preflightNode.ts";

describe("preflight.sh on an existing machine", () => {
  describe("refuses live-restore", () => {
    const restoring = (daemon?: string) => {
      const host = node();
      host.daemon.isRestoringLive = true;
      return daemon === undefined ? host : host.write("daemon.json", daemon);
    };

    it("and names the line of the engine's settings", async () => {
      using host = restoring('{\n  "log-driver": "json-file",\n  "live-restore": true\n}\n');
      const { code, stdout } = await preflight(host, "disk|shop|");
      assert.equal(code, 1);
      assert.equal(
        stdout.replaceAll(host.path("daemon.json"), "daemon.json"),
        lacks(
          "  the swarm: live-restore is on in the engine of worker-0, and swarm does not allow it",
          '    → on worker-0, remove "live-restore": true from line 3 of daemon.json, then: systemctl restart docker',
        ),
      );
    });

    it("and names the options of dockerd if no file sets it", async () => {
      for (const daemon of [undefined, "{}"]) {
        using host = restoring(daemon);
        const { code, stdout } = await preflight(host, "disk|shop|");
        assert.equal(code, 1);
        assert.match(
          stdout,
          /remove --live-restore from the options of dockerd \(systemctl cat docker\), then: systemctl restart docker\n/,
        );
      }
    });
  });

  describe("checks the routes", () => {
    const routes = (...lines: string[]) => `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")}`;
    const pool = (host: ReturnType<typeof node>) => preflight(host, "pool|swarm:addressPool|10.128.0.0/16");

    it("and refuses a range that overlaps one", async () => {
      using host = node({
        ip: routes(
          "default via 10.0.0.1 dev eth0",
          "10.0.0.0/8 dev tun0 scope link",
          "10.127.255.0/24 dev eth2",
          "10.129.0.0/24 dev eth3",
          "10.128.9.0/24 dev br-5c0ffee proto kernel",
          "10.128.200.0/24 via 10.0.0.9 dev eth1 table 52",
        ),
      });
      const { code, stdout, calls } = await pool(host);
      assert.ok(calls.includes("ip -4 route show table all"));
      assert.deepEqual(
        [code, stdout],
        [
          1,
          lacks(
            "  swarm:addressPool: the overlay networks' range 10.128.0.0/16 hides the route 10.128.200.0/24 dev eth1 of worker-0 from services",
            "    → set swarm:addressPool to a range that no machine has a route to; it is fixed when the swarm is made",
          ),
        ],
      );
    });

    it("and the name servers, even behind a local resolver", async () => {
      using host = node()
        .write("resolv.conf", "nameserver 127.0.0.53\n")
        .write("upstream.conf", "nameserver fe80::1\nnameserver 10.128.0.2\n");
      assert.match(
        (await pool(host)).stdout,
        /hides the name server 10\.128\.0\.2 of worker-0 from services\n/,
      );
    });

    it("and only warns if the swarm exists already", async () => {
      using host = node({ ip: routes("10.128.4.0/24 dev eth1") });
      host.engine.state = "active";
      const { code, stderr } = await pool(host);
      assert.deepEqual(
        [code, stderr],
        [
          0,
          "worker-0: the overlay networks' range 10.128.0.0/16 hides the route 10.128.4.0/24 dev eth1 from services; only a new swarm can have another one\n",
        ],
      );
    });

    it("and accepts a range without any, or if ip fails", async () => {
      for (const ip of [routes("10.0.0.0/8 dev tun0", "192.168.1.0/24 dev eth0"), "exit 127"]) {
        using host = node({ ip });
        const { code, stderr } = await pool(host);
        assert.deepEqual([code, stderr], [0, ""]);
      }
    });
  });

  describe("finds a limit of new SSH connections", () => {
    const rules = (...lines: string[]) => `cat <<'RULES'\n*filter\n${lines.join("\n")}\nCOMMIT\nRULES`;
    /** As ufw limit ssh makes them. */
    const ufw = rules(
      "-A ufw-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --set --name DEFAULT --mask 255.255.255.255 --rsource",
      "-A ufw-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT --mask 255.255.255.255 --rsource -j ufw-user-limit",
      "-A ufw-user-input -p tcp -m tcp --dport 22 -j ufw-user-limit-accept",
    );
    const connections = (host: ReturnType<typeof node>, count: number) =>
      preflight(host, `connections|npm run up|${count}`);
    const limited = (allowed: string, count: number, mend: string) => [
      1,
      lacks(
        `  npm run up: the firewall of worker-0 takes ${allowed}, and up makes about ${count} to it`,
        `    → on worker-0, as root: ${mend}`,
      ),
    ];
    const found = async (commands: Parameters<typeof node>[0], count: number) => {
      using host = node(commands);
      const { code, stdout } = await connections(host, count);
      return [code, stdout];
    };

    it("of ufw, if up needs more, and names the command that removes it", async () => {
      assert.deepEqual(
        await found({ "iptables-save": ufw }, 12),
        limited(
          "5 new SSH connections in 30 s",
          12,
          "ufw allow ssh; or, to keep the limit for others, ufw insert 1 allow from ADDRESS to any port 22 proto tcp",
        ),
      );
      assert.equal((await found({ "iptables-save": ufw }, 4))[0], 0);
    });

    it("of other rules, even for another sshd port, and shows the rule", async () => {
      const rule =
        "-A INPUT -p tcp -m multiport --dports 80,2222 -m state --state NEW -m hashlimit --hashlimit-above 3/min --hashlimit-mode srcip --hashlimit-name ssh -j DROP";
      assert.deepEqual(
        await found({ "iptables-save": rules(rule), sshd: "echo port 2222" }, 12),
        limited(
          "3 new SSH connections in 60 s",
          12,
          `let this computer's address pass before the rule: ${rule}`,
        ),
      );
      assert.equal((await found({ "iptables-save": rules(rule) }, 12))[0], 0);
    });

    it("of nftables", async () => {
      const rule = "tcp dport 22 ct state new limit rate over 6/minute burst 5 packets drop";
      assert.deepEqual(
        await found({ nft: `printf 'table inet filter {\\n\\t\\t%s\\n}\\n' '${rule}'` }, 12),
        limited(
          "6 new SSH connections in 60 s",
          12,
          `let this computer's address pass before the rule: ${rule}`,
        ),
      );
    });

    it("and reports nothing without one, or if it cannot read the rules", async () => {
      const open = rules(
        "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT",
        "-A INPUT -p tcp -m tcp --dport 80 -m recent --update --seconds 30 --hitcount 6 -j DROP",
      );
      assert.equal((await found({ "iptables-save": open }, 12))[0], 0);
      assert.equal(
        (await found({ "iptables-save": "exit 127", nft: "exit 127", sshd: "exit 127" }, 12))[0],
        0,
      );
    });
  });

  it("warns if services may open few files and the engine sets no limit", async () => {
    const limits = (soft: number) =>
      `Max open files            ${soft}                 524288               files\n`;
    const told = async (soft: number, daemon = "{}") => {
      using host = node({ pgrep: "echo 77" }).write("limits", limits(soft)).write("daemon.json", daemon);
      const { code, stderr } = await preflight(host, "disk|shop|");
      assert.equal(code, 0);
      return stderr.replaceAll(host.path("daemon.json"), "daemon.json");
    };
    assert.equal(
      await told(1024),
      'worker-0: services may open 1024 files unless they raise the limit themselves; for more: ulimits.nofile in the compose file, or in daemon.json: "default-ulimits": {"nofile": {"Name": "nofile", "Soft": 65536, "Hard": 524288}}\n',
    );
    assert.equal(await told(1048576), "");
    assert.equal(await told(1024, '{"default-ulimits": {"nofile": {"Name": "nofile", "Soft": 65536}}}'), "");
  });
});
