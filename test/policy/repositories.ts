import { blocks, isTrue, type Rule } from "./rule.ts";

const repository = "aws:ecr/repository:Repository";

export const immutableImages: Rule = {
  name: "immutable-images",
  description: "An image that was pushed stays what it is.",
  level: "mandatory",
  faults: {
    [repository]: ({ imageTagMutability }) =>
      String(imageTagMutability).startsWith("IMMUTABLE")
        ? []
        : ["lets a tag move to another image; set imageTagMutability to IMMUTABLE"],
  },
};

/** Only a warning: an account can make its registry scan everything. */
export const scannedImages: Rule = {
  name: "scanned-images",
  description: "Images are scanned for known weaknesses when they are pushed.",
  level: "advisory",
  faults: {
    [repository]: ({ imageScanningConfiguration }) =>
      isTrue(blocks(imageScanningConfiguration)[0]?.scanOnPush)
        ? []
        : ["does not scan what is pushed; set imageScanningConfiguration.scanOnPush to true"],
  },
};
