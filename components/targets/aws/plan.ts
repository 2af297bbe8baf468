import { endOf, isEnd, nodeOf, type TargetPlan } from "../targetPlan.ts";
import { capacityHint } from "./machines/capacityHint.ts";
import { otherAccountHint } from "./resources/accountError.ts";

const machine = "aws:ec2/instance:Instance";

export const awsPlan: TargetPlan = {
  machineTypes: [machine],
  dangers: [
    {
      matches: (change) => change.type === "aws:ebs/volume:Volume" && isEnd(change),
      sentence: (change) =>
        `The data volume of ${nodeOf(change) || change.name} is ${endOf(change)}, and with it a manager's membership and the data on it.`,
    },
    {
      matches: (change) => change.type === "aws:efs/fileSystem:FileSystem" && isEnd(change),
      sentence: (change) =>
        `The file system is ${endOf(change)}, and with it the data of all volumes of type efs.`,
    },
    {
      // Without forceDelete it stays in the account.
      matches: (change) =>
        change.type === "aws:ecr/repository:Repository" &&
        isEnd(change) &&
        change.before.forceDelete === true,
      sentence: (change) => `The repository ${change.name} is ${endOf(change)}, and with it its images.`,
    },
    {
      matches: (change) => change.type === "aws:ec2/vpc:Vpc" && isEnd(change),
      sentence: (change) => `The VPC is ${endOf(change)}, and with it every machine in it.`,
    },
    {
      matches: (change) => change.type === "aws:lb/loadBalancer:LoadBalancer" && isEnd(change),
      sentence: (change) => `The load balancer is ${endOf(change)}; its address is another one, or none.`,
    },
  ],
  machineType: ({ instanceType, instanceMarketOptions }) =>
    typeof instanceType === "string" ? `${instanceType}${instanceMarketOptions ? ", spot" : ""}` : "",
  failureHint: (message, run) => otherAccountHint(message, run) ?? capacityHint(message, run),
  // If AWS created a resource that the state does not know, only its tag identifies it.
  cutOffHint: (type, name) =>
    type.startsWith("aws:")
      ? `see in AWS whether there is one that the state does not know: it has the tag Name ${name}`
      : undefined,
};
