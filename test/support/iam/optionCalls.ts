import { type CallsOf, call, calls } from "./call.ts";

const place = "eu-central-1:123456789012";

const logGroup: CallsOf = ({ inputs }) => [
  call("logs:DescribeLogGroups", { type: "*" }),
  ...calls(
    "logs",
    "CreateLogGroup PutRetentionPolicy TagResource UntagResource ListTagsForResource DeleteLogGroup",
    { type: "log-group", arn: `arn:aws:logs:${place}:log-group:${inputs.name}` },
  ),
];

/** For resources of settings that not every stack uses. */
export const optionCalls: Readonly<Record<string, CallsOf>> = {
  "aws:cloudwatch/logGroup:LogGroup": logGroup,
};
