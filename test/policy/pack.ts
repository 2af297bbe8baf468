import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { inClear } from "./inClear.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { secretsIn } from "./secretText.ts";

function policyOf({ name, description, level, faults: diagnostics }: Rule): ResourceValidationPolicy {
  return {
    name,
    description,
    enforcementLevel: level,
    validateResource: ({ type, props }, report) => {
      for (const diagnostic of diagnostics[type]?.(props) ?? []) report(diagnostic);
    },
  };
}

/** Secrets in clear, by URN: the remediation knows what is encrypted, the validation after it does not. */
const found = new Map<string, string[]>();
/** True if no remediation ran, so nothing is known; reported once. */
let isBlind = false;

const clearInputs: ResourceValidationPolicy = {
  name: "no-secret-in-clear",
  description: "Private keys, join tokens, AWS keys and registry logins are encrypted wherever they go.",
  enforcementLevel: "remediate",
  remediateResource: ({ urn, props }) => {
    found.set(urn, secretsIn(inClear(props), ""));
  },
  validateResource: ({ urn }, report) => {
    const secrets = found.get(urn);
    if (!secrets && !isBlind)
      report("nothing can be judged: leave the enforcement level of this rule at remediate");
    isBlind = !secrets;
    for (const secret of secrets ?? []) report(`${secret}; wrap it with pulumi.secret`);
    found.delete(urn);
  },
};

/** Stack outputs come unwrapped, so this policy cannot tell whether they are encrypted. */
const outputs: StackValidationPolicy = {
  name: "no-secret-output",
  description: "The stack's outputs hold no secret, not even an encrypted one: they are made to be shown.",
  enforcementLevel: "mandatory",
  validateStack: ({ resources }, report) => {
    for (const { type, props, urn } of resources)
      if (type === "pulumi:pulumi:Stack")
        for (const diagnostic of secretsIn(inClear(props), ""))
          report(`${diagnostic}; leave it out of the outputs`, urn);
  },
};

new PolicyPack("swarm", {
  policies: [...rules.map(policyOf), clearInputs, outputs],
});
