import { setUp } from "../toolchain/setUp.ts";
import type { Check } from "./checks.ts";

/** Checks that need a program that no package brings. */
const withTools = ["shell", "workflows"];

const isUnit = ({ name }: Check) => name === "unit";

/** Gets into place what the chosen checks need and the packages do not bring. */
export async function prepareForTests(chosen: readonly Check[]): Promise<void> {
  if (chosen.some((check) => check.engine || withTools.includes(check.name))) await setUp("test");
  else if (chosen.some(isUnit)) await setUp("unit");
}
