import { aws } from "./aws.ts";
import type { BadInput } from "./badInput.ts";

const pool = (web: unknown, more = {}) => ({ ...aws({}), ...more, workers: { web } });
const elsewhere = (target: string, web: unknown) => ({ target, workers: { web } });
const unable = (target: string, count: number) =>
  `swarm:workers.web: has min or max, but with swarm:target ${target} a pool has as many workers as count says → write count: ${count}`;

export const badAwsPools: readonly BadInput[] = [
  {
    name: "a pool of no size",
    settings: pool({ type: "t3.small" }),
    diagnostics: ["swarm:workers.web.count: is missing → write for example count: 2"],
  },
  {
    name: "a pool that scales on this computer",
    settings: elsewhere("local", { min: 2, max: 10 }),
    diagnostics: [unable("local", 2)],
  },
  {
    name: "a count and a size that scales",
    settings: pool({ count: 3, min: 2, max: 10 }),
    diagnostics: ["swarm:workers.web: has both count and min or max → remove count, or the other two"],
  },
  {
    name: "a minimum without a maximum",
    settings: pool({ min: 3 }),
    diagnostics: ["swarm:workers.web.max: is missing → write for example max: 11"],
  },
  {
    name: "a maximum without a minimum",
    settings: pool({ max: 1 }),
    diagnostics: ["swarm:workers.web.min: is missing → write for example min: 1"],
  },
  {
    name: "a minimum above the maximum",
    settings: pool({ min: 5, max: 4 }),
    diagnostics: ["swarm:workers.web.min: is 5, more than max, 4 → write 4 or less"],
  },
  {
    name: "a CPU load out of range",
    settings: pool({ min: 1, max: 4, cpu: 95 }),
    diagnostics: [
      "swarm:workers.web.cpu: must be a whole number from 10 to 90, but is 95 → write for example 60",
    ],
  },
  {
    name: "a CPU load for a pool that does not scale",
    settings: pool({ count: 2, cpu: 60 }),
    diagnostics: [
      "swarm:workers.web.cpu: is for a pool that scales only → write min and max instead of count, or remove it",
    ],
  },
  {
    name: "a pool that scales and gets no tasks",
    settings: pool({ min: 1, max: 4, availability: "drain" }),
    diagnostics: [
      "swarm:workers.web.availability: is drain, but machines that get no tasks need not scale → remove it",
    ],
  },
  {
    name: "overrides for nodes that come and go",
    settings: pool({ min: 1, max: 4 }, { nodes: { web: { labels: { tier: "web" } } } }),
    diagnostics: ["swarm:nodes.web: is a pool that scales → write its labels at swarm:workers.web instead"],
  },
];
