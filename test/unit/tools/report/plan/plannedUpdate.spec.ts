import assert from "node:assert/strict";
import { engineEvents } from "../../../../../tools/pulumi/events.ts";
import { plannedUpdate } from "../../../../../tools/report/plan/plannedUpdate.ts";

interface State {
  readonly inputs?: object;
  readonly outputs?: object;
  readonly custom?: boolean;
  readonly protect?: boolean;
}

const step = (
  kind: "resourcePreEvent" | "resOutputsEvent",
  op: string,
  old?: State,
  next?: State,
  name = "db",
) => {
  const [owner, type] = ["swarm:index:ComposeStack", "command:remote:Command"];
  const state = (one: State | undefined) => (one ? { type, ...one } : undefined);
  const urn = `urn:pulumi:dev::swarm::${owner}$${type}::${name}-stack`;
  return { [kind]: { metadata: { op, urn, type, old: state(old), new: state(next) } } };
};
const end = { summaryEvent: { resourceChanges: { same: 1 } } };
const diagnostic = (severity: string) => ({ diagnosticEvent: { severity, message: "stopped: worker-0" } });
const log = (...events: readonly object[]) =>
  engineEvents(events.map((event) => JSON.stringify(event)).join("\n"));

const kept = { inputs: { a: 1 }, outputs: { b: { c: [1, 2] } } };
const made = { ...kept, custom: true };

describe("plannedUpdate", () => {
  const settled = (...events: readonly object[]) => plannedUpdate(log(...events)).isSettled;

  it("is settled if nothing changes, even if a refresh finds new outputs", () => {
    assert.ok(
      settled(
        step("resourcePreEvent", "refresh", kept, kept),
        step("resOutputsEvent", "refresh", kept, { ...kept, outputs: { b: 2 } }),
        step("resourcePreEvent", "same", kept, { inputs: { a: 1 }, outputs: {} }),
        step("resOutputsEvent", "same", kept, kept),
        diagnostic("info"),
        diagnostic("debug"),
        end,
      ),
    );
  });

  it("is settled if a refresh wrote inputs in another order, and the provider finds no difference", () => {
    const other = { ...made, inputs: { a: 2 } };
    assert.ok(settled(step("resOutputsEvent", "same", made, other), end));
  });

  for (const [what, events] of [
    ["a resource is created", [step("resOutputsEvent", "create", undefined, kept), end]],
    ["a resource is deleted", [step("resourcePreEvent", "delete", kept), end]],
    [
      "an input of a component changes",
      [step("resOutputsEvent", "same", kept, { ...kept, inputs: { a: 2 } }), end],
    ],
    ["Pulumi protects a resource", [step("resOutputsEvent", "same", made, { ...made, protect: true }), end]],
    ["an output changes", [step("resOutputsEvent", "same", kept, { ...kept, outputs: { b: 2 } }), end]],
    ["the program warns", [step("resOutputsEvent", "same", kept, kept), diagnostic("warning"), end]],
    ["the preview does not end", [step("resOutputsEvent", "same", kept, kept)]],
    ["there is no preview", []],
  ] as const)
    it(`is not settled if ${what}`, () => assert.equal(settled(...events), false));

  it("lists what changes of each service", () => {
    const type = "swarm:index:ComposeStack";
    const urn = `urn:pulumi:dev::swarm::${type}::shop-stack`;
    const state = (image: string) => ({ type, inputs: { services: { web: { image } } } });
    const change = {
      resourcePreEvent: { metadata: { op: "update", urn, type, old: state("a:1"), new: state("a:2") } },
    };
    assert.deepEqual(plannedUpdate(log(change, end)).services, [
      {
        stack: "shop",
        service: "web",
        change: "changed",
        differences: [{ what: "image", before: "a:1", after: "a:2" }],
      },
    ]);
  });

  it("lists the dangers of the changes", () => {
    const { dangers } = plannedUpdate(log(step("resourcePreEvent", "delete", kept), end));
    assert.deepEqual(dangers, [
      {
        name: "db",
        sentence: "The stack db is removed with all its services; its volumes stay on the nodes.",
      },
    ]);
  });
});
