/**
 * An ECR lifecycle policy that keeps the images pushed last.
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
        description: `Keep the last ${keep} images`,
        selection: {
          tagStatus: "tagged",
          tagPatternList: ["*"],
          countType: "imageCountMoreThan",
          countNumber: keep,
        },
        action: expire,
      },
      {
        rulePriority: 2,
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
