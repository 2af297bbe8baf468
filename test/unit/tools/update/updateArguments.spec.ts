import assert from "node:assert/strict";
import { previewArguments, updateArguments } from "../../../../tools/update/updateArguments.ts";

const args = (text: string) => text.split(" ");

describe("previewArguments", () => {
  for (const [up, preview] of [
    ["up", "preview"],
    ["update --yes", "preview"],
    ["-C /tmp up -f -y", "-C /tmp preview"],
    ["--stack up up --skip-preview", "--stack up preview"],
    ["up -yf --stack prod --diff", "preview --stack prod --diff"],
    ["up --continue-on-error --strict --plan plan.json --target urn", "preview --target urn"],
    ["up --plan=plan.json --secrets-provider awskms://a --refresh=false", "preview --refresh=false"],
    [
      "up --policy-pack test/policy --expect-no-changes",
      "preview --policy-pack test/policy --expect-no-changes",
    ],
  ] as const)
    it(`turns ${up} into ${preview}`, () => assert.deepEqual(previewArguments(args(up)), args(preview)));
});

describe("updateArguments", () => {
  for (const [up, update] of [
    ["up", "up --yes --skip-preview"],
    ["up -y --stack prod", "up -y --stack prod --skip-preview"],
    ["up -fy", "up -fy"],
    ["up --yes --skip-preview", "up --yes --skip-preview"],
    ["up --strict", "up --strict --yes"],
  ] as const)
    it(`turns ${up} into ${update}`, () => assert.deepEqual(updateArguments(args(up)), args(update)));
});
