import assert from "node:assert/strict";
import { readRequest } from "../../../../tools/pulumi/request.ts";

const plain = { verb: "", stack: undefined, bringsSettings: false, answersItself: false };

const cases: readonly [string, Partial<ReturnType<typeof readRequest>>][] = [
  ["", {}],
  ["up", { verb: "up" }],
  ["update", { verb: "up" }],
  ["pre", { verb: "preview" }],
  ["dn --yes", { verb: "destroy", answersItself: true }],
  ["up -y", { verb: "up", answersItself: true }],
  ["up --stack prod", { verb: "up", stack: "prod" }],
  ["up --stack=prod", { verb: "up", stack: "prod" }],
  ["up -s prod", { verb: "up", stack: "prod" }],
  ["up -sprod", { verb: "up", stack: "prod" }],
  ["-s prod up", { verb: "up", stack: "prod" }],
  ["--color never --stack prod preview", { verb: "preview", stack: "prod" }],
  ["-C elsewhere up", { verb: "up" }],
  ["up --skip-preview", { verb: "up" }],
  ["up -c a=b", { verb: "up", bringsSettings: true }],
  ["up --config a=b", { verb: "up", bringsSettings: true }],
  ["up --config=a=b", { verb: "up", bringsSettings: true }],
  ["up --config-file other.yaml", { verb: "up", bringsSettings: true }],
  ["config set a b", { verb: "config" }],
];

describe("readRequest", () => {
  for (const [line, expected] of cases)
    it(`reads pulumi ${line}`, () => {
      assert.deepEqual(readRequest(line.split(" ").filter(Boolean)), { ...plain, ...expected });
    });
});
