import { setUp } from "../toolchain/setUp.ts";
import type { Check } from "./checks.ts";

/** Gets into place what the chosen checks need and the packages do not bring. */
export async function prepareForTests(chosen: readonly Check[]): Promise<void> {
  if (chosen.some((check) => check.engine || check.name === "shell")) await setUp("test");
}
