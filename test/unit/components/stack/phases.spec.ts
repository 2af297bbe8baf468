import assert from "node:assert/strict";
import { phasesOf } from "../../../../components/stack/phases.ts";
import { planned } from "../../../support/deployments.ts";

/** `web>migrate,cache data`: names of services, each with those that it waits for. */
function phases(text: string): string {
  const services = text.split(" ").flatMap((word) => {
    const [name = "", others = ""] = word.split(">");
    return planned(`${name}=new=checked`, { waitsFor: others.split(",").filter(Boolean) });
  });
  return phasesOf(services)
    .map((phase) => phase.map(({ service }) => service).join(" "))
    .join(" | ");
}

describe("phasesOf", () => {
  const cases: Readonly<Record<string, string>> = {
    "a b c": "a b c",
    "web>migrate migrate": "migrate | web",
    "web>migrate migrate>data data cache": "data | migrate | web cache",
    "web>a,b a b>c c": "a c | b | web",
    "web>a other>c a>b b c": "b c | a | web other",
  };
  for (const [services, expected] of Object.entries(cases))
    it(`divides ${services} into ${expected}`, () => assert.equal(phases(services), expected));
});
