import assert from "node:assert/strict";
import { architectureOf } from "../../../../../../components/targets/aws/settings/architecture.ts";

const arm64 = [
  ...["a1.large", "t4g.nano", "m6g.medium", "m7g.large", "m8gd.metal-24xl", "c6gn.16xlarge", "c7gn.xlarge"],
  ...["r8g.48xlarge", "x2gd.metal", "im4gn.large", "is4gen.medium", "i8ge.2xlarge", "g5g.xlarge"],
  ...["hpc7g.4xlarge", "p6e-gb200.36xlarge"],
];
const amd64 = [
  ...[
    "t2.micro",
    "t3.small",
    "t3a.medium",
    "m5.large",
    "m7i-flex.xlarge",
    "c7a.metal-48xl",
    "r6idn.32xlarge",
  ],
  ...[
    "g4dn.xlarge",
    "g4ad.4xlarge",
    "g5.xlarge",
    "gr6.4xlarge",
    "p4d.24xlarge",
    "p5en.48xlarge",
    "inf2.xlarge",
  ],
  ...["u-6tb1.metal", "u-3tb1.56xlarge", "u7i-12tb.224xlarge", "x2iezn.metal", "z1d.large", "trn1.2xlarge"],
  ...["vt1.3xlarge", "hpc7a.96xlarge", "i4i.metal"],
];
const none = [
  ...["mac1.metal", "mac2-m2pro.metal", "mac-m4.metal"],
  ...["", "t3", "small", "t3.", ".small", "t3.smal", "T3.small", "t3.small ", "db.t3.small", "t.small"],
  ...["t3.small.metal", "m7g.xxlarge", "constructor"],
];

describe("architecture of an instance type", () => {
  for (const type of arm64) it(`${type}: arm64`, () => assert.equal(architectureOf(type), "arm64"));
  for (const type of amd64) it(`${type}: amd64`, () => assert.equal(architectureOf(type), "amd64"));
  for (const type of none)
    it(`${JSON.stringify(type)}: none`, () => assert.equal(architectureOf(type), undefined));
});
