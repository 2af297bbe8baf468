import { createServer, type Server, type Socket } from "node:net";
import { listen } from "./loopback.ts";

export interface FakeRedis {
  readonly port: number;
  /** Every command received, words joined. */
  readonly commands: string[];
  readonly numbers: Map<string, number>;
  /** Sends replies in pieces of one byte. */
  dribble: boolean;
  /** Takes commands and says nothing. */
  silent: boolean;
  hangUp(): void;
}

/** A TCP server that understands AUTH, INCR and GET as Redis does. */
export async function startFakeRedis(password: string): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    let text = "";
    let trusted = false;
    socket.on("data", async (chunk) => {
      text += chunk;
      const replies: string[] = [];
      for (let command = take(text); command !== undefined; command = take(text)) {
        text = text.slice(command.length);
        redis.commands.push(command.words.join(" "));
        if (command.words[0] === "AUTH") trusted = command.words[1] === password;
        replies.push(replyTo(command.words, trusted));
      }
      if (redis.silent) return;
      if (!redis.dribble) socket.write(replies.join(""));
      else for (const byte of replies.join("")) await new Promise((next) => socket.write(byte, next));
    });
  });
  const address = await listen(server);
  const redis = {
    port: Number(address.split(":")[1]),
    commands: [] as string[],
    numbers: new Map<string, number>(),
    dribble: false,
    silent: false,
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
  };

  function replyTo(args: readonly string[], trusted: boolean): string {
    const [name, key = ""] = args;
    if (name === "AUTH") return trusted ? "+OK\r\n" : "-WRONGPASS invalid username-password pair\r\n";
    if (!trusted) return "-NOAUTH Authentication required.\r\n";
    const number = redis.numbers.get(key);
    if (name === "GET")
      return number === undefined ? "$-1\r\n" : `$${String(number).length}\r\n${number}\r\n`;
    if (name !== "INCR") return `-ERR unknown command '${name}'\r\n`;
    redis.numbers.set(key, (number ?? 0) + 1);
    return `:${(number ?? 0) + 1}\r\n`;
  }

  return redis;
}

/** The first whole command in the text. */
function take(text: string): { words: string[]; length: number } | undefined {
  const lines = text.split("\r\n");
  const count = Number(lines[0]?.slice(1));
  if (!text.startsWith("*") || lines.length < 2 * count + 2) return undefined;
  const used = lines.slice(0, 2 * count + 1);
  return {
    words: used.filter((_line, index) => index > 0 && index % 2 === 0),
    length: used.join("\r\n").length + 2,
  };
}
