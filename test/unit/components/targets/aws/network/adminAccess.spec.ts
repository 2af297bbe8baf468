import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { accessProblem, adminRanges } from "../../../../../../components/targets/aws/network/adminAccess.ts";
import { Ec2Network } from "../../../../../../components/targets/aws/network.ts";
import { isPreview } from "../../../../../../components/targets/aws/resources/isPreview.ts";
import { awsSettings, owner, zones } from "../../../../../support/ec2Program.ts";
import { record } from "../../../../../support/recordedProgram.ts";

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
    const problem = (adminCidrs = ["198.51.100.0/24"]) => accessProblem({ adminCidrs, addressUrl });

    it("must contain this computer's address", async () => {
      const text =
        "swarm:aws.adminCidrs: 198.51.100.0/24 does not contain 203.0.113.7, the address of this computer, so SSH to the machines cannot work\n  → nothing was changed. Add 203.0.113.7/32, or self for the computer that runs up; or set swarm:aws.addressUrl to none if it reaches the machines another way";
      assert.deepEqual(await problem(), { severity: "error", text });
      assert.equal(await problem(["198.51.100.0/24", "203.0.113.0/28"]), undefined);
    });

    it("are not checked with self or addressUrl: none", async () => {
      assert.equal(await problem(["self"]), undefined);
      addressUrl = "none";
      assert.equal(await problem(), undefined);
      assert.equal(requests, 0);
    });

    it("may be right if the page does not answer", async () => {
      answer = { status: 500, body: "" };
      assert.deepEqual(await problem(), {
        severity: "warning",
        text: `whether SSH is open to this computer was not checked: ${addressUrl} does not tell the address of this computer: it answers with status 500\n  → set swarm:aws.addressUrl to a page that answers with its address, or to none`,
      });
    });
  });
});

describe("isPreview", () => {
  afterEach(() => {
    delete process.env.SWARM_BEFORE_UP;
  });

  it("is true for a preview that no up follows", () => {
    assert.equal(isPreview(true), true);
    assert.equal(isPreview(false), false);
    process.env.SWARM_BEFORE_UP = "true";
    assert.equal(isPreview(true), false);
  });
});
