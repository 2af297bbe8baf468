export type Architecture = "arm64" | "amd64";

/** `m7gd.2xlarge`: family, generation, attributes, size. */
const form =
  /^(?<family>[a-z]{1,9}-?)(?<generation>[0-9]{1,3})(?<attributes>[a-z0-9-]{0,20})\.(nano|micro|small|medium|([0-9]{1,4}x|x)?large|metal(-[0-9]{1,4}xl)?)$/;

/**
 * What the processors of an EC2 instance type understand; undefined for what is none, and for Macs.
 *
 * A `g` after the generation stands for Graviton, AWS' own processors, and for NVIDIA's Grace; a1 is older than
 * that rule. Before the generation it stands for graphics: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(type: string): Architecture | undefined {
  const { family, generation, attributes = "" } = form.exec(type)?.groups ?? {};
  if (family === undefined || family.startsWith("mac")) return undefined;
  return `${family}${generation}` === "a1" || attributes.includes("g") ? "arm64" : "amd64";
}
