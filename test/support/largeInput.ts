/** A user's input that is large in one dimension: just within the limits, or a little above. */
export interface LargeInput {
  readonly compose: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The first diagnostic as `path: problem → hint`, or its beginning; empty if there is none. */
  readonly told: string;
}

/** This many parts, concatenated. */
export function many(count: number, part: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => part(index)).join("");
}

/** A compose file whose service web has these lines. */
export function web(...lines: string[]): string {
  return `services:\n  web:\n    image: nginx\n${lines.map((line) => `    ${line}\n`).join("")}`;
}

/** This many lines of a list or a mapping below a key of web. */
export const list = (count: number, item: (index: number) => string) => [
  ...Array.from({ length: count }, (_, index) => `  ${item(index)}`),
];
/** A mapping with this many entries. */
export const named = (count: number, entry: (index: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
export const plain = "services: {web: {image: nginx}}\n";
export const aws = { target: "aws", aws: { region: "eu-central-1", adminCidrs: ["203.0.113.7/32"] } };
/** As many as can be read in about a second. */
export const n = 9000;
