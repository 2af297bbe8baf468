import { type AddressInfo, createServer, type Socket } from "node:net";

/** How a command ends: with 0 and without output unless it says otherwise. */
export interface Answer {
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Instead, the command's standard input and output are this connection. */
  readonly connect?: (socket: Socket) => void;
}

/** The environment of a command. */
export type Environment = ReadonlyMap<string, string>;

/** A command of a fake host that this process answers, and which can therefore have a state. */
export type Command = (
  args: readonly string[],
  input: string,
  environment: Environment,
) => Answer | Promise<Answer>;

/** Connects standard input and output; bash cannot close one direction of a connection only. */
const dial = (portFile: string) => `
const socket = require("node:net").connect(Number(require("node:fs").readFileSync("${portFile}", "utf8")), "127.0.0.1");
socket.write(process.argv.slice(1).map((word) => word + "\\0").join(""));
socket.once("data", () => process.stdin.pipe(socket).pipe(process.stdout));`;

/**
 * The program that stands for such a command. It only passes its arguments and its environment on: bash connects in
 * 4 ms, Node starts in 40. Like the real ones it reads its standard input only if asked to, because a script has
 * its own there.
 */
export const client = (name: string, portFile: string) => `#!/bin/bash
mapfile -d '' -t environment <"/proc/$$/environ"
head=('${name}' "$#" "$@" "\${#environment[@]}" "\${environment[@]}")
case "$*" in 'system dial-stdio') exec '${process.execPath}' --eval '${dial(portFile)}' -- "\${head[@]}" '' ;; esac
exec 3<>"/dev/tcp/127.0.0.1/$(<'${portFile}')"
printf '%s\\0' "\${head[@]}" >&3
case "$*" in *'--data-binary @-'* | 'network rm ingress' | 'stack deploy --compose-file -'*) cat >&3 ;; esac
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
    // A client can close its side long before its answer.
    this.#server = createServer({ allowHalfOpen: true }, (socket) => receive(socket, commands, failed));
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

/** What a client has sent, once all of it is there. */
function requestOf(received: Buffer) {
  const [name = "", count, ...rest] = received.toString().split("\0");
  const args = rest.slice(0, Number(count));
  const variables = Number(rest[args.length]);
  const [input, ...after] = rest.slice(args.length + 1 + variables);
  if (input === undefined || after.length === 0) return undefined;
  const environment = rest.slice(args.length + 1).slice(0, variables);
  return { name, args, input, environment: new Map(environment.map(variable)) };
}

const variable = (text: string): [string, string] => {
  const [name = "", value = ""] = text.split(/=(.*)/s);
  return [name, value];
};

function receive(
  socket: Socket,
  commands: ReadonlyMap<string, Command>,
  failed: (error: unknown) => void,
): void {
  let received = Buffer.alloc(0);
  const onData = async (more: Buffer) => {
    received = Buffer.concat([received, more]);
    const request = requestOf(received);
    if (!request) return;
    socket.off("data", onData).pause();
    let answer: Answer;
    try {
      answer = (await commands.get(request.name)?.(request.args, request.input, request.environment)) ?? {};
    } catch (error) {
      failed(error);
      answer = { code: 99, stderr: `${error}\n` };
    }
    const { code = 0, stdout = "", stderr = "", connect } = answer;
    if (!connect) return void socket.end(`${code}\0${stdout}\0${stderr}\0`);
    // The client waits for a byte before it sends more.
    socket.write("\0");
    connect(socket);
    socket.resume();
  };
  socket.on("error", failed).on("data", onData);
}
