/** An ECR repository policy that lets one role pull. */
export function pullPolicy(role: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "NodesPull",
        Effect: "Allow",
        Principal: { AWS: role },
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      },
    ],
  });
}
