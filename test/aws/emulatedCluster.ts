import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsTestFolder, awsTestPlugins } from "../../tools/test/awsParts.ts";
import { Clone } from "../support/clone.ts";
import { Emulator } from "./emulator/emulator.ts";
import { leftovers, sweep } from "./emulator/leftovers.ts";
import { cloneFile } from "./emulator/places.ts";

/** An emulated account, and a copy of the project that uses it; `more` is further environment. */
export async function startCluster(
  stack: string,
  settings: Readonly<Record<string, unknown>>,
  more: (emulator: Emulator) => Readonly<Record<string, string>> = () => ({}),
): Promise<{ emulator: Emulator; clone: Clone }> {
  const emulator = await Emulator.start();
  try {
    const environment = { ...emulator.environment, ...more(emulator) };
    const clone = new Clone(stack, settings, { environment, plugins: awsTestPlugins });
    writeFileSync(cloneFile, clone.folder);
    return { emulator, clone };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

/** Keeps the output of all commands in a file of `.state/test-aws`. */
export async function endCluster(
  emulator: Emulator | undefined,
  clone: Clone | undefined,
  transcript: string,
): Promise<void> {
  await emulator?.stop();
  await sweep();
  writeFileSync(join(awsTestFolder, transcript), clone?.transcript ?? "");
}

/** The output of a command that must succeed. */
export async function succeed(clone: Clone, command: string, ...args: string[]): Promise<string> {
  const { code, output } = await clone.npm(command, ...args);
  assert.equal(code, 0, output);
  return output;
}

/** Ends the emulator, which must have seen no error, and leave nothing on this computer. */
export async function assertNothingLeft(emulator: Emulator): Promise<void> {
  assert.deepEqual(await emulator.stop(), []);
  await sweep();
  assert.deepEqual(await leftovers(), {});
}
