import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { spawn } from "../../components/process/child.mjs";
import type { NodeScript } from "./nodeScript.ts";

const begin = Buffer.from("swarm-volume\n");

/**
 * Copies the data of a volume from one node to another through this computer, over SSH.
 *
 * @param onProgress gets the number of bytes so far
 * @throws if either side fails; its message is on standard error
 */
export async function copyVolume(
  volume: string,
  { from, to, stack, kibibytes }: { from: NodeScript; to: NodeScript; stack: string; kibibytes: number },
  onProgress: (bytes: number) => void,
): Promise<void> {
  const source = from.stream("send", volume);
  const target = to.stream("receive", volume, stack, String(kibibytes));
  const sender = spawn("ssh", source.ssh, { stdio: ["pipe", "pipe", "inherit"] });
  const receiver = spawn("ssh", target.ssh, { stdio: ["pipe", "ignore", "inherit"] });
  const ended = [sender, receiver].map(
    (child) =>
      new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
      }),
  );
  sender.stdin?.end(source.text);
  receiver.stdin?.write(target.text);
  if (!sender.stdout || !receiver.stdin) throw new Error("ssh has no pipes");
  let bytes = 0;
  const counting = new Transform({
    transform(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      onProgress(bytes);
      done(null, piece);
    },
  });
  const copied = await pipeline(sender.stdout, afterGreeting(), counting, receiver.stdin).then(
    () => true,
    () => false,
  );
  const codes = await Promise.all(ended);
  if (!copied || codes.some((code) => code !== 0)) throw new Error(`the data of ${volume} was not copied`);
}

/** Drops what a login shell prints before the script does. */
function afterGreeting(): Transform {
  let pending: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      if (!pending) return done(null, piece);
      pending = Buffer.concat([pending, piece]);
      const at = pending.indexOf(begin);
      if (at < 0) return done();
      const rest = pending.subarray(at + begin.length);
      pending = undefined;
      done(null, rest);
    },
  });
}
