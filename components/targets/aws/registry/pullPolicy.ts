/** An ECR repository policy that lets these roles pull. */
export function pullPolicy(...roles: readonly string[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "NodesPull",
        Effect: "Allow",
        Principal: { AWS: roles.length === 1 ? roles[0] : roles },
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      },
    ],
  });
}
