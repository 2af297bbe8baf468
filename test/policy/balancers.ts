import { isTrue, type Rule } from "./rule.ts";

/**
 * The oldest protocol that these allow is TLS 1.2:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
 */
const modern = /^ELBSecurityPolicy-TLS13-1-[23]-/;

export const modernTls: Rule = {
  name: "modern-tls",
  description: "Load balancers speak TLS 1.2 or newer.",
  level: "mandatory",
  sources: ["ELB.17", "CKV_AWS_103"],
  faults: {
    "aws:lb/listener:Listener": ({ protocol, sslPolicy }) =>
      (protocol !== "TLS" && protocol !== "HTTPS") || modern.test(String(sslPolicy))
        ? []
        : ["may speak TLS 1.0 or 1.1; set sslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06"],
  },
};

export const crossZone: Rule = {
  name: "cross-zone",
  description: "A network load balancer reaches the nodes of all zones from each of its own.",
  level: "mandatory",
  sources: ["CKV_AWS_152"],
  faults: {
    "aws:lb/loadBalancer:LoadBalancer": ({ loadBalancerType, enableCrossZoneLoadBalancing }) =>
      loadBalancerType !== "network" || isTrue(enableCrossZoneLoadBalancing)
        ? []
        : ["serves each zone by its own nodes only; set enableCrossZoneLoadBalancing to true"],
  },
};
