import assert from "node:assert/strict";
import "../../../components/lazyOutputs.ts";
import * as pulumi from "@pulumi/pulumi";
import { record, resolved } from "../../support/recordedProgram.ts";

class Box extends pulumi.CustomResource {
  declare readonly size: pulumi.Output<number>;
  declare readonly color: pulumi.Output<string | undefined>;

  constructor(name: string, size: pulumi.Input<number>) {
    super("test:index:Box", name, { size, color: undefined });
  }
}

const isMade = (box: Box, name: string) => Object.getOwnPropertyDescriptor(box, name)?.get === undefined;

describe("lazyOutputs", () => {
  it("makes the output of a property when somebody reads it, before the registration has ended or after", async () => {
    const { result, recording } = await record(() => {
      const box = new Box("box", 3);
      new Box(
        "larger",
        box.size.apply((size) => size + 1),
      );
      assert.deepEqual([isMade(box, "size"), isMade(box, "color")], [true, false]);
      return box;
    });
    assert.equal(isMade(result, "color"), false);
    assert.equal(await resolved(result.color), undefined);
    assert.equal(isMade(result, "color"), true);
    assert.equal(result.size, result.size);
    const larger = recording.find("Box larger");
    assert.deepEqual([larger.inputs, larger.dependencies], [{ size: 4 }, ["Box box"]]);
  });

  it("lets a resource set a property of its own", async () => {
    const { result } = await record(() => {
      const box = new Box("box", 3);
      Object.assign(box, { color: "red" });
      return box;
    });
    assert.equal(result.color, "red");
  });
});
