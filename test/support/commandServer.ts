import { type AddressInfo, createServer, type Socket } from "node:net";

/** How a command ends: with 0 and without output unless it says otherwise. */
export interface Answer {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** A command of a fake host that this process answers, and which can therefore have a state. */
export type Command = (words: readonly string[], input: string) => Answer | Promise<Answer>;

/**
 * The program that stands for such a command. It only passes its words on: bash connects in 4 ms, Node starts
 * in 40. Like the real ones it reads its standard input only if asked to, because a script has its own there.
 */
export const client = (name: string, portFile: string) => `#!/bin/bash
exec 3<>"/dev/tcp/127.0.0.1/$(<'${portFile}')"
printf '%s\\0' '${name}' "$#" "$@" >&3
case "$*" in *'--data-binary @-'* | 'network rm ingress') cat >&3 ;; esac
printf '\\0' >&3
IFS= read -r -d '' code <&3; IFS= read -r -d '' stdout <&3; IFS= read -r -d '' stderr <&3
printf %s "$stdout"
printf %s "$stderr" >&2
exit "$code"
`;

/** Answers the programs of these commands; an error of one ends its program, and `failed` receives it. */
export class CommandServer implements Disposable {
  readonly #server;

  constructor(commands: ReadonlyMap<string, Command>, failed: (error: unknown) => void) {
    this.#server = createServer((socket) => receive(socket, commands, failed));
  }

  /** The port at which it listens. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen({ host: "127.0.0.1", port: 0 }, resolve));
    this.#server.unref();
    return (this.#server.address() as AddressInfo).port;
  }

  [Symbol.dispose](): void {
    this.#server.close();
  }
}

function receive(
  socket: Socket,
  commands: ReadonlyMap<string, Command>,
  failed: (error: unknown) => void,
): void {
  let text = "";
  socket.setEncoding("utf8").on("error", failed);
  socket.on("data", async (more) => {
    text += more;
    const [name = "", count, ...rest] = text.split("\0");
    // The words, the input, and what follows the last end.
    if (rest.length < Number(count) + 2) return;
    let answer: Answer;
    try {
      answer = (await commands.get(name)?.(rest.slice(0, Number(count)), rest[Number(count)] ?? "")) ?? {};
    } catch (error) {
      failed(error);
      answer = { code: 99, stderr: `${error}\n` };
    }
    const { code = 0, stdout = "", stderr = "" } = answer;
    socket.end(`${code}\0${stdout}\0${stderr}\0`);
  });
}
