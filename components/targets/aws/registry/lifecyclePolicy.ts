/** Begins a tag of an image that was deployed (deployedTags.ts). */
export const deployedPrefix = "deployed-";

/**
 * An ECR lifecycle policy that keeps the deployed images pushed last, and as many others: pushes whose deployments
 * fail do not expire an image that runs, because no rule expires an image that matches an earlier one.
 *
 * An image can consist of several manifests, of which ECR counts only the tagged one. The others stay as long
 * as it does, whatever their age:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecyclePolicy(keep: number): string {
  const expire = { type: "expire" };
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `Keep the last ${keep} deployed images`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: [`${deployedPrefix}*`],
          countType: "imageCountMoreThan",
          countNumber: keep,
        },
        action: expire,
      },
      {
        rulePriority: 2,
        description: `Keep the last ${keep} other images`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: keep,
        },
        action: expire,
      },
      {
        rulePriority: 3,
        description: "Remove what belongs to no image any more",
        selection: {
          tagStatus: "untagged",
          countType: "sinceImagePushed",
          countUnit: "days",
          countNumber: 1,
        },
        action: expire,
      },
    ],
  });
}
