import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A temporary folder for one test. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "swarm-unit-"));

  /** Writes files by their paths. */
  write(files: Readonly<Record<string, string | Uint8Array>>, mode = 0o644): this {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.at(name)), { recursive: true });
      writeFileSync(this.at(name), content, { mode });
    }
    return this;
  }

  read(name: string): string {
    return readFileSync(this.at(name), "utf8");
  }

  at(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
