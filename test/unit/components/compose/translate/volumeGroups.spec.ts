import assert from "node:assert/strict";
import { modelOf } from "../../../../support/composeModel.ts";

const groups = (text: string) => modelOf(text).pinned;

describe("volumeGroups", () => {
  it("hold a service where its volumes are, by their names in the swarm", () => {
    assert.deepEqual(
      groups(
        "services: {db: {image: db, volumes: [log:/log, data:/data]}}\nvolumes: {data: {}, log: {name: logs}}\n",
      ),
      [{ volumes: ["logs", "shop_data"], services: ["db"] }],
    );
  });

  it("know the names of external volumes", () => {
    assert.deepEqual(
      groups(
        "services: {db: {image: db, volumes: [a:/a, b:/b]}}\nvolumes: {a: {external: true}, b: {external: true, name: given}}\n",
      ),
      [{ volumes: ["a", "given"], services: ["db"] }],
    );
  });

  it("join services that share a volume, also through a third", () => {
    const text = `services:
  a: {image: a, volumes: [one:/x]}
  b: {image: b, volumes: [two:/x]}
  c: {image: c, volumes: [one:/x, two:/y]}
  d: {image: d, volumes: [three:/x]}
volumes: {one: {}, two: {}, three: {}}
`;
    assert.deepEqual(groups(text), [
      { volumes: ["shop_one", "shop_two"], services: ["a", "b", "c"] },
      { volumes: ["shop_three"], services: ["d"] },
    ]);
  });

  it("leave out global services, services that the file places, and volumes of other drivers", () => {
    const text = `services:
  agent: {image: a, volumes: [one:/x], deploy: {mode: global}}
  placed: {image: b, volumes: [two:/x], deploy: {placement: {constraints: [node.role == manager]}}}
  few: {image: b, volumes: [two:/x], deploy: {placement: {max_replicas_per_node: 1}}}
  shared: {image: c, volumes: [nfs:/x, plugin:/y]}
  none: {image: c, volumes: [/anonymous]}
volumes:
  one: {}
  two: {}
  nfs: {driver_opts: {type: nfs, o: addr=10.0.0.1, device: ":/x"}}
  plugin: {driver: rexray/ebs}
`;
    assert.deepEqual(groups(text), []);
  });
});
