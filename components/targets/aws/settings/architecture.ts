export type Architecture = "arm64" | "amd64";

/** `m7gd.2xlarge`: family, generation, attributes, size. */
const form =
  /^(?<family>[a-z]{1,9}-?)(?<generation>[0-9]{1,3})(?<attributes>[a-z0-9-]{0,20})\.(nano|micro|small|medium|([0-9]{1,4}x|x)?large|metal(-[0-9]{1,4}xl)?)$/;

/**
 * The architecture of an EC2 instance type; undefined for an invalid type, and for Macs.
 *
 * A `g` after the generation means Graviton, AWS' own processors, or NVIDIA's Grace; a1 predates this rule.
 * Before the generation it means graphics:
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(type: string): Architecture | undefined {
  const { family, generation, attributes = "" } = form.exec(type)?.groups ?? {};
  if (family === undefined || family.startsWith("mac")) return undefined;
  return `${family}${generation}` === "a1" || attributes.includes("g") ? "arm64" : "amd64";
}
