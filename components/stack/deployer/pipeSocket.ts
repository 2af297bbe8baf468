import type { ChildProcess } from "node:child_process";
import { Duplex } from "node:stream";

/** The standard input and output of a process as the socket of an HTTP connection. */
export class PipeSocket extends Duplex {
  private readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.child = child;
    child.stdout?.on("data", (piece) => {
      if (!this.push(piece)) child.stdout?.pause();
    });
    child.stdout?.once("end", () => this.push(null));
    child.stdin?.on("error", (error) => this.destroy(error));
    child.once("close", () => this.destroy());
  }

  override _read(): void {
    this.child.stdout?.resume();
  }

  override _write(piece: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.child.stdin?.write(piece, encoding, done);
  }

  override _final(done: () => void): void {
    this.child.stdin?.end(done);
  }

  // Node's HTTP client calls these functions of a network socket.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
