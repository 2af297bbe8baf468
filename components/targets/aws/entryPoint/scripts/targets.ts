// targets [WAIT]: waits until the load balancer sends requests to nodes, or has finished those of nodes that leave.
//   WAIT   a TargetWait as JSON; default: standard input
// Has no undo: it only waits.

import { readFileSync } from "node:fs";
import { type TargetWait, waitForTargets } from "../targetWait.ts";

const wait: TargetWait = JSON.parse(process.argv[2] ?? readFileSync(0, "utf8"));
try {
  const error = await waitForTargets(wait, (text) => console.error(text));
  if (error !== undefined) console.error(error);
  process.exitCode = error === undefined ? 0 : 1;
} catch (error) {
  const { name, message } = error as Error;
  console.error(
    name.startsWith("AccessDenied")
      ? `AWS does not let you read the health of targets: ${message}\n  → allow the action elasticloadbalancing:DescribeTargetHealth`
      : `the health of the load balancer's targets cannot be read: ${message}\n  → run npm run up again`,
  );
  process.exitCode = 1;
}
