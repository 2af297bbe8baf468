import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type { Observed } from "../../../../../../components/live/driftCorrection.ts";
import { adminRanges, checkAccess } from "../../../../../../components/targets/aws/network/adminAccess.ts";
import { Ec2Network } from "../../../../../../components/targets/aws/network.ts";
import { awsSettings, owner, zones } from "../../../../../support/ec2Program.ts";
import { record } from "../../../../../support/recordedProgram.ts";

const quiet: Observed = {
  live: { managers: { "manager-0": undefined }, failures: { "manager-0": "no answer" } },
  isReplaced: () => false,
};
const answered: Observed = {
  live: {
    managers: {
      "manager-0": {
        ...{ state: "active", nodeId: "", swarmId: "", owner: { cluster: "", stack: "" }, joined: "" },
        ...{ isCurrent: true, address: "", peers: [] },
      },
    },
    failures: {},
  },
  isReplaced: () => false,
};

describe("adminCidrs", () => {
  let server: Server;
  let addressUrl = "";
  let answer: { status: number; body: string };
  let requests = 0;

  beforeEach(async () => {
    requests = 0;
    answer = { status: 200, body: "203.0.113.7\n" };
    server = createServer((_, response) => {
      requests++;
      response.writeHead(answer.status);
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    addressUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  describe("with self", () => {
    it("have the address that the page sees", async () => {
      assert.deepEqual(await adminRanges({ adminCidrs: ["198.51.100.0/24", "self"], addressUrl }), {
        adminCidrs: ["198.51.100.0/24"],
        own: "203.0.113.7",
      });
    });

    it("need no rule for an address that another range contains", async () => {
      const adminCidrs = ["self", "203.0.113.0/24"];
      assert.deepEqual(await adminRanges({ adminCidrs, addressUrl }), { adminCidrs: ["203.0.113.0/24"] });
    });

    it("refuse a page that does not answer with one address", async () => {
      const hint =
        "\n  → nothing was changed. Write the address instead, 203.0.113.7/32, or set swarm:aws.addressUrl to a page that answers with it";
      const refused = (body: string, status = 200) => {
        answer = { status, body };
        return adminRanges({ adminCidrs: ["self"], addressUrl });
      };
      const begin = `swarm:aws.adminCidrs: has self, but ${addressUrl}`;
      await assert.rejects(refused("2001:db8::7"), {
        message: `${begin} answers "2001:db8::7", not an IPv4 address${hint}`,
      });
      await assert.rejects(refused("10.0.0.1, 203.0.113.7"), {
        message: `${begin} answers "10.0.0.1, 203.0.113.7", not an IPv4 address${hint}`,
      });
      await assert.rejects(refused("sorry", 503), {
        message: `${begin} does not tell the address of this computer: it answers with status 503${hint}`,
      });
      await assert.rejects(adminRanges({ adminCidrs: ["self"], addressUrl: "http://127.0.0.1:9/" }), {
        message: /does not tell the address of this computer: /,
      });
    });

    it("change their rule in up, not in a preview alone", async () => {
      const ruleIn = async (preview: boolean) => {
        const settings = awsSettings().own;
        const admins = { adminCidrs: ["198.51.100.0/24"], own: "203.0.113.7" };
        const { recording } = await record(
          () => new Ec2Network("network", { owner, settings, where: { zones }, admins }),
          { preview },
        );
        const { inputs, ignoreChanges } = recording.find("SecurityGroupIngressRule nodes-ssh-self");
        const other = recording.find("SecurityGroupIngressRule nodes-ssh-198.51.100.0/24");
        assert.deepEqual(other.ignoreChanges, []);
        return [inputs.cidrIpv4, inputs.fromPort, ignoreChanges];
      };
      assert.deepEqual(await ruleIn(false), ["203.0.113.7/32", 22, []]);
      assert.deepEqual(await ruleIn(true), ["203.0.113.7/32", 22, ["cidrIpv4"]]);
    });
  });

  describe("before up changes anything", () => {
    const check = async (observed: Observed | undefined, adminCidrs = ["198.51.100.0/24"], preview = false) =>
      (await record(() => checkAccess({ adminCidrs, addressUrl }, observed), { preview })).result;

    it("must contain this computer's address", async () => {
      const message =
        "swarm:aws.adminCidrs: 198.51.100.0/24 does not contain 203.0.113.7, the address of this computer, so SSH to the machines cannot work\n  → nothing was changed. Add 203.0.113.7/32, or self for the computer that runs up; or set swarm:aws.addressUrl to none if it reaches the machines another way";
      await assert.rejects(check(undefined), { message });
      await assert.rejects(check(quiet), { message });
      await check(undefined, ["198.51.100.0/24", "203.0.113.0/28"]);
    });

    it("are not checked once a manager has answered, in a preview, or with addressUrl: none", async () => {
      await check(answered);
      await check(undefined, ["198.51.100.0/24"], true);
      addressUrl = "none";
      await check(undefined);
      assert.equal(requests, 0);
    });

    it("are checked in the preview of up", async () => {
      process.env.SWARM_BEFORE_UP = "true";
      try {
        await assert.rejects(check(undefined, ["198.51.100.0/24"], true), { message: /does not contain/ });
      } finally {
        delete process.env.SWARM_BEFORE_UP;
      }
    });

    it("may be right if the page does not answer", async () => {
      answer = { status: 500, body: "" };
      const warnings: string[] = [];
      const { log } = pulumi as unknown as { log: { warn: (text: string) => void } };
      const { warn } = log;
      log.warn = (text) => warnings.push(text);
      await check(undefined).finally(() => {
        log.warn = warn;
      });
      assert.deepEqual(warnings, [
        `whether SSH is open to this computer was not checked: ${addressUrl} does not tell the address of this computer: it answers with status 500\n  → set swarm:aws.addressUrl to a page that answers with its address, or to none`,
      ]);
    });
  });
});
