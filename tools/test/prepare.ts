import { setUp } from "../../setup/setUp.ts";
import type { Check } from "./checks.ts";

/** Checks that need a program from outside the packages. */
const withTools = ["shell", "workflows"];

const isUnit = ({ name }: Check) => name === "unit";

/** Installs what the chosen checks need besides the packages. */
export async function prepareForTests(chosen: readonly Check[]): Promise<void> {
  if (chosen.some((check) => check.engine || withTools.includes(check.name))) await setUp("test");
  else if (chosen.some(isUnit)) await setUp("unit");
}
