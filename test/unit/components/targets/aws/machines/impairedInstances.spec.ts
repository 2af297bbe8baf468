import assert from "node:assert/strict";
import { ClusterIdentity } from "../../../../../../components/keys/clusterIdentity.ts";
import {
  impairedIn,
  impairedInstances,
} from "../../../../../../components/targets/aws/machines/impairedInstances.ts";
import { reportImpaired } from "../../../../../../components/targets/aws/resources/reportImpaired.ts";
import { type AwsAnswer, FakeAws } from "../../../../../support/fakeAws.ts";
import { record } from "../../../../../support/recordedProgram.ts";
import { warnedBy } from "../../../../../support/warnedBy.ts";

const item = (id: string, system: string, instance: string) =>
  `<item><instanceId>${id}</instanceId><instanceState><name>running</name></instanceState>` +
  `<systemStatus><status>${system}</status></systemStatus><instanceStatus><status>${instance}</status></instanceStatus></item>`;
const answer = (...items: readonly string[]) => `<instanceStatusSet>${items.join("")}</instanceStatusSet>`;

describe("impaired instances", () => {
  let reply: AwsAnswer = answer();
  let ec2: FakeAws;

  beforeEach(async () => {
    ec2 = await FakeAws.start(() => reply);
  });
  afterEach(() => ec2.stop());

  /** What a run with these instances warns about. */
  const warnings = (ids: readonly string[]) =>
    warnedBy(async () => {
      const calls = {
        "aws:ec2/getInstances:getInstances": () => ({ ids, privateIps: [], publicIps: [] }),
        "aws:ec2/getInstance:getInstance": () => ({ tags: { "swarm.node": "web-1" } }),
      };
      await record(() => reportImpaired("eu-west-3", new ClusterIdentity("cluster").id, {}), { calls });
    });

  it("are those that fail one of AWS's checks", () => {
    const text = answer(
      item("i-1", "ok", "ok"),
      item("i-2", "impaired", "ok"),
      item("i-3", "ok", "impaired"),
      item("i-4", "ok", "initializing"),
    );
    assert.deepEqual(impairedIn(text), ["i-2", "i-3"]);
    assert.deepEqual(impairedIn(""), []);
  });

  it("are asked for a hundred at a time", async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `i-${index}`);
    assert.deepEqual(await impairedInstances("eu-west-3", ids), []);
    const calls = ec2.calls.map((call) => [call.Action, Object.keys(call).length - 2]);
    assert.deepEqual(calls.sort(), [
      ["DescribeInstanceStatus", 1],
      ["DescribeInstanceStatus", 100],
    ]);
    assert.equal(ec2.calls.find((call) => Object.keys(call).length === 3)?.["InstanceId.1"], "i-100");
  });

  it("are reported with the id and what to do", async () => {
    reply = answer(item("i-1", "impaired", "impaired"));
    assert.deepEqual(await warnings(["i-1"]), [
      "web-1: AWS calls its machine i-1 impaired: the machine, or the hardware under it, fails AWS's checks\n  → stop it, and npm run up starts it, mostly on other hardware: aws ec2 stop-instances --region eu-west-3 --instance-ids i-1, then aws ec2 wait instance-stopped --region eu-west-3 --instance-ids i-1; replace a spot machine: npm run up -- --replace '**::web-1'",
    ]);
  });

  it("are not asked for where no machine runs, and stop no run where AWS refuses", async () => {
    assert.deepEqual(await warnings([]), []);
    assert.equal(ec2.calls.length, 0);
    reply = { code: "UnauthorizedOperation", message: "no" };
    assert.deepEqual(await warnings(["i-1"]), [
      "whether machines are impaired was not checked: DescribeInstanceStatus: UnauthorizedOperation\n  → see in AWS whether they pass their status checks",
    ]);
  });
});
