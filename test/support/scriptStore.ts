import { readFileSync } from "node:fs";
import { type ScriptCall, scriptFolder, storedCommand, storedUndo } from "../../components/steps/shell.ts";
import { Folder } from "./folder.ts";

const runner = readFileSync(new URL("../../components/steps/scripts/run.sh", import.meta.url), "utf8");

/** A folder with scripts as preflight stores them on a machine, and the commands that run them there. */
export class ScriptStore implements Disposable {
  readonly #folder = new Folder().write({ run: runner });

  store(id: string, text: string): this {
    this.#folder.write({ [id]: text });
    return this;
  }

  command(script: string, call: ScriptCall): string {
    return this.#here(storedCommand(script, call));
  }

  undo(script: string, call: Parameters<typeof storedUndo>[1]): string {
    return this.#here(storedUndo(script, call));
  }

  #here(text: string): string {
    return text.replaceAll(scriptFolder, this.path);
  }

  get path(): string {
    return this.#folder.path;
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}
