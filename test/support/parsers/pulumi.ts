import fc from "fast-check";
import { priceIn } from "../../../components/targets/aws/cost/priceAnswer.ts";
import { regionIn } from "../../../components/targets/aws/cost.ts";
import { digestIn } from "../../../setup/download/releaseDigest.ts";
import { withoutInverses } from "../../../tools/cluster/deadHosts.ts";
import { loginIn } from "../../../tools/pulumi/backend.ts";
import { changedStacks } from "../../../tools/pulumi/changedStacks.ts";
import { readCluster } from "../../../tools/pulumi/deployedCluster.ts";
import { engineEvents, previewOf } from "../../../tools/pulumi/events.ts";
import { readRequest } from "../../../tools/pulumi/request.ts";
import { readPreview } from "../../../tools/pulumi/runPreview.ts";
import { connectionOf, type StateFile } from "../../../tools/pulumi/state.ts";
import { failedBuilds, lastLines } from "../../../tools/report/failure/failedBuilds.ts";
import { StepHosts } from "../../../tools/report/failure/stepHosts.ts";
import { unreachableHosts } from "../../../tools/report/failure/unreachableHosts.ts";
import { readPlan } from "../../../tools/report/plan/plan.ts";
import { recordedStack } from "../../../tools/stack/recordedStack.ts";
import { hostileText, hostileValue } from "../hostileText.ts";
import { answer, data, json, jsonOf, type Parsers, text } from "./parser.ts";

const eventNames = [
  ...["preludeEvent", "resourcePreEvent", "resOutputsEvent", "resOpFailedEvent", "diagnosticEvent"],
];

function readLog(log: string): unknown {
  const events = engineEvents(log);
  return [previewOf(events), unreachableHosts(events), failedBuilds(events), new StepHosts(events)];
}

/** A state with one resource of each type that the program reads. */
const states = fc
  .tuple(
    fc.constantFrom("command:remote:Command", "pulumi:pulumi:Stack", "swarm:index:ServiceImage"),
    hostileText("urn:pulumi:", "::", "a", "-join", "-ready", "$", "swarm:index:SshMachines$command:"),
    hostileValue,
  )
  .map(([type, urn, value]) =>
    jsonOf({
      deployment: {
        resources: [{ type, urn, inputs: { connection: value, create: value }, outputs: value }],
      },
    }),
  );

/** The output of Pulumi, GitHub and AWS, and command-line arguments. */
export const pulumiParsers: Parsers = {
  "an event log": text(
    (log) => readLog(log),
    ...["{", "}", "null", "1", "[]", "\n", '"resourcePreEvent":', '"metadata":', '"diagnosticEvent":'],
    ...['"urn":', '"a"', ":"],
    ...['{"resourcePreEvent":{"metadata":{"op":"create","urn":"urn:pulumi:dev::a::t::n","type":"t"}}}\n'],
  ),
  "an event log with any values": {
    input: fc
      .array(fc.dictionary(fc.constantFrom(...eventNames), hostileValue), { maxLength: 4 })
      .map((events) => events.map((event) => `${jsonOf(event)}\n`).join("")),
    parse: readLog as (log: never) => unknown,
    throws: true,
  },
  "a preview": answer(
    (output) => readPlan(readPreview(output, "errors", 1)),
    ...["{", "}", '"steps":', "[", "]", '"op":', '"create"', '"urn":', '"a::b"', ",", ":", "null"],
    ...['{"steps":[{"op":"create","urn":"urn:pulumi:dev::a::t::n"}]}'],
  ),
  "a preview with any values": json((output) => readPlan(readPreview(`{"steps": [${output}]}`, "", 0))),
  "a state with any values": json((value) => {
    const state = JSON.parse(`{"deployment": {"resources": ${value}}}`) as StateFile;
    return [readCluster(state), recordedStack(state)];
  }),
  "a state": {
    input: states,
    parse: (file: string) => {
      const state = JSON.parse(file) as StateFile;
      const [resource] = state.deployment.resources ?? [];
      return [
        readCluster(state),
        recordedStack(state),
        withoutInverses(state, state, []),
        resource && connectionOf(resource),
      ];
    },
    throws: true,
  },
  "Pulumi's logins": json((body) => loginIn(body, "credentials.json")),
  "a price": json((value) =>
    priceIn([value], { service: "AmazonEC2", attributes: {}, usage: "BoxUsage" } as never),
  ),
  "a region in a preview": data((value) => regionIn({ config: { "swarm:aws": value } })),
  "a release": json((body) => digestIn(body, "a.tar.gz")),
  "a release as text": answer(
    (body) => digestIn(body, "a"),
    ...["{", "}", '"assets":', "[", "]", '"name":"a"', ",", '"digest":', '"sha256:'],
    ...[
      '{"assets":[{"name":"a","digest":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}]}',
    ],
  ),
  "the last lines of a build": text(
    (output) => lastLines(output),
    ...["#1 ", "DONE", "...", "\n", "a", "#7 DONE 0.1s\n", "#8 [2/3] RUN x\n"],
  ),
  "changed files": text(
    (paths) => changedStacks(paths.split("\n"), ["Pulumi.dev.yaml", "Pulumi.prod.yaml"]),
    ...["docs/", "Pulumi.", "prod", ".yaml", "\n", ".md", "a"],
    ...["Pulumi.prod.yaml\n", "docs/a.md\n"],
  ),
  "a command line": {
    input: fc.array(hostileText("--stack", "-s", "=", "up", "--", "-", "a", "-c", "--config"), {
      maxLength: 6,
    }),
    parse: (args: string[]) => readRequest(args),
  },
};
