import { type BadInput, lines, web } from "./badInput.ts";

const depth = "compose.yaml: has more than 100 values inside one another → write the file with less nesting";
const values =
  "compose.yaml: has more than 30000 values, counting the values that each alias stands for → use fewer aliases inside one another, or split the file into several stacks";
const ten = (item: string) => `[${Array(10).fill(item).join(", ")}]`;

/** What would take long, or more memory than there is. */
export const badBounds: readonly BadInput[] = [
  {
    name: "a compose file that is too large",
    compose: `# ${"x".repeat(1024 * 1024)}\n`,
    diagnostics: [
      "swarm:stacks.shop.file: names compose.yaml, which has 1048579 bytes, but a compose file may have 1048576 → name the right file, or bring large contents in as files under configs",
    ],
  },
  {
    name: "a file of variables that is too large",
    compose: web("env_file: web.env"),
    files: { "web.env": `A=${"x".repeat(1024 * 1024)}` },
    diagnostics: [
      "compose.yaml: services.web.env_file[0]: names web.env, which has 1048578 bytes, but a file of variables may have 1048576 → name the right file, or bring the content as a config",
    ],
  },
  {
    name: "aliases that each contain ten others",
    compose: lines(
      `x-0: &x0 ${ten("a")}`,
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((step) => `x-${step}: &x${step} ${ten(`*x${step - 1}`)}`),
      web(),
    ),
    diagnostics: [values],
  },
  {
    name: "nested mappings that are merged twice",
    compose: lines(
      "x-0: &x0 {a: 1}",
      ...Array.from(
        { length: 30 },
        (_, step) => `x-${step + 1}: &x${step + 1} {a: {<<: *x${step}}, b: {<<: *x${step}}}`,
      ),
      web(),
    ),
    diagnostics: [values],
  },
  {
    name: "nested lists",
    compose: lines(`x-a: ${"[".repeat(200)}${"]".repeat(200)}`, web()),
    diagnostics: [depth],
  },
  {
    name: "too many nested lists",
    compose: `x-a: ${"[".repeat(20000)}`,
    diagnostics: [depth],
  },
  {
    name: "a merge conflict",
    compose: lines(web(), "<<<<<<< ours", "=======", ">>>>>>> theirs"),
    diagnostics: [
      "compose.yaml:4: is the mark of a merge conflict → resolve the conflict, and remove its marks",
    ],
  },
];
