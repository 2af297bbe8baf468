import { blocks, type Inputs, isTrue, type Rule } from "./rule.ts";

function instance({ rootBlockDevice, ebsBlockDevices }: Inputs): string[] {
  const [root] = blocks(rootBlockDevice);
  return [
    ...(isTrue(root?.encrypted)
      ? []
      : ["has a root disk that is not encrypted; set rootBlockDevice.encrypted to true"]),
    ...unencrypted(blocks(ebsBlockDevices), "ebsBlockDevices"),
  ];
}

/** An image's disks are encrypted only if the image is, unless the template names them. */
function template({ blockDeviceMappings }: Inputs): string[] {
  const mappings = blocks(blockDeviceMappings).filter(({ ebs }) => ebs !== undefined);
  if (mappings.length === 0)
    return ["leaves its disks to the image; name them in blockDeviceMappings, with ebs.encrypted"];
  const disks = mappings.map(({ deviceName, ebs }) => ({ deviceName, encrypted: blocks(ebs)[0]?.encrypted }));
  return unencrypted(disks, "blockDeviceMappings");
}

function unencrypted(disks: readonly Inputs[], property: string): string[] {
  return disks
    .filter(({ encrypted }) => !isTrue(encrypted))
    .map(
      ({ deviceName }) =>
        `has a disk ${deviceName} that is not encrypted; set encrypted to true in ${property}`,
    );
}

export const disks: Rule = {
  name: "encrypted-disks",
  description: "Every disk and file system is encrypted.",
  level: "mandatory",
  sources: ["EC2.3", "EFS.1", "EFS.8", "CKV_AWS_3", "CKV_AWS_8", "CKV_AWS_42"],
  faults: {
    "aws:ec2/instance:Instance": instance,
    "aws:ec2/launchTemplate:LaunchTemplate": template,
    "aws:ebs/volume:Volume": ({ encrypted }) =>
      isTrue(encrypted) ? [] : ["is not encrypted; set encrypted to true"],
    "aws:efs/fileSystem:FileSystem": ({ encrypted }) =>
      isTrue(encrypted) ? [] : ["is not encrypted; set encrypted to true"],
  },
};
