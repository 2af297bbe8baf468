import { blocks, isTrue, type Rule } from "./rule.ts";
import { isAllowing, principals, statementsIn } from "./statements.ts";

const repository = "aws:ecr/repository:Repository";

export const immutableImages: Rule = {
  name: "immutable-images",
  description: "An image that was pushed stays what it is.",
  level: "mandatory",
  sources: ["ECR.2", "CKV_AWS_51"],
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
  sources: ["ECR.1", "CKV_AWS_163"],
  faults: {
    [repository]: ({ imageScanningConfiguration }) =>
      isTrue(blocks(imageScanningConfiguration)[0]?.scanOnPush)
        ? []
        : ["does not scan what is pushed; set imageScanningConfiguration.scanOnPush to true"],
  },
};

export const privateImages: Rule = {
  name: "private-images",
  description: "Nobody pulls or pushes images without being named.",
  level: "mandatory",
  sources: ["CKV_AWS_32"],
  faults: {
    "aws:ecr/repositoryPolicy:RepositoryPolicy": ({ policy }) =>
      statementsIn(policy).filter(isAllowing).flatMap(principals).includes("*")
        ? ["is open to everybody; name the role that pulls"]
        : [],
  },
};
