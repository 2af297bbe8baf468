import { boolean, object, type Schema, show, text } from "../../../input/schema.ts";
import { service, subnetId, various, vpcId, zone } from "./values.ts";

const zones: Schema<number | readonly string[]> = (value, path) => {
  if (Array.isArray(value) && value.length <= 4) return various(zone, "eu-central-1a")(value, path);
  if (typeof value !== "object" && /^[1-4]$/.test(String(value))) return Number(value);
  const found = Array.isArray(value) ? `a list of ${value.length}` : show(value);
  return path.error(
    `must be a number of zones, 1 to 4, or a list of as many names, but is ${found}`,
    "write for example 3, or [eu-central-1a, eu-central-1b]",
  );
};

const existing = object(
  {
    vpc: vpcId,
    /** `subnet-…` with a route to the internet gateway: for load balancer, bastion and public nodes. */
    publicSubnets: various(subnetId, "subnet-0123456789abcdef0"),
    /** `subnet-…` with internet access through NAT: for private nodes; empty if the nodes are public. */
    privateSubnets: various(subnetId, "subnet-0123456789abcdef0", 0),
  },
  { vpc: "vpc-0123456789abcdef0", publicSubnets: "[subnet-0123456789abcdef0]" },
);

/** The machines' network. */
export const network = object({
  /** Range of a new VPC, which a later check validates together with the rest; default 10.64.0.0/16. */
  cidr: text,
  /** Number or names of availability zones; default 3, or all if the region has fewer. */
  zones,
  /** True: nodes without public addresses, behind NAT gateways and a bastion; default false. */
  private: boolean,
  /** True: one NAT gateway per zone instead of one in all; default false. */
  natPerZone: boolean,
  /** AWS services that get private addresses in a new VPC, `ecr.api`; default none. */
  endpoints: various(service, "ecr.api", 0),
  /** An existing VPC, `vpc-…`, with its subnets, at least one per zone. */
  existing,
});
