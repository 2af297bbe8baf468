import { connect } from "node:net";
import { DataFault, decodeReply, encodeCommand } from "./resp.mjs";

/** One connection to a Redis server, made again whenever it is lost. */
export class DataClient {
  #options;
  #socket;
  #waiting = [];
  #ready;
  #open;
  #trouble = "still connecting";
  #closed = false;

  /**
   * @param options `wait`: how long a command waits for a connection; `timeout`: how long an answer may take;
   * `pause`: between attempts to connect; all in milliseconds
   */
  constructor({ host, port = 6379, password, wait = 300, timeout = 1000, pause = 200 }) {
    this.#options = { host, port, password, wait, timeout, pause };
    this.#expect();
    this.#connect();
  }

  /** Adds one and gives the new number. */
  increment(key) {
    return this.#command("INCR", key);
  }

  /** The number under a key, 0 when there is none. */
  async read(key) {
    return Number((await this.#command("GET", key)) ?? 0);
  }

  close() {
    this.#closed = true;
    this.#socket.destroy();
  }

  async #command(...words) {
    const { wait, timeout } = this.#options;
    await within(wait, this.#ready, () => `no connection to the data service: ${this.#trouble}`);
    return within(timeout, this.#ask(words), () => {
      this.#socket.destroy();
      return "no answer from the data service";
    });
  }

  #ask(words) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(encodeCommand(words));
    });
  }

  #expect() {
    this.#ready = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  #connect() {
    if (this.#closed) return;
    const { host, port, password, timeout, pause } = this.#options;
    let received = Buffer.alloc(0);
    let opened = false;
    const socket = connect({ host, port });
    socket.setNoDelay().setTimeout(timeout, () => socket.destroy(new Error("no answer in time")));
    socket.on("connect", async () => {
      try {
        await this.#ask(["AUTH", password]);
        socket.setTimeout(0);
        opened = true;
        this.#open();
      } catch (error) {
        socket.destroy(error);
      }
    });
    socket.on("data", (chunk) => {
      received = this.#deliver(Buffer.concat([received, chunk]));
    });
    socket.on("error", (error) => {
      this.#trouble = error.message;
    });
    socket.on("close", () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("the data service hung up"));
      if (opened) this.#expect();
      setTimeout(() => this.#connect(), pause);
    });
    this.#socket = socket;
  }

  /** Hands every whole reply to the command that waits for it; gives what is left over. */
  #deliver(bytes) {
    let rest = bytes;
    try {
      for (let reply = decodeReply(rest); reply; reply = decodeReply(rest)) {
        rest = rest.subarray(reply.length);
        const { resolve, reject } = this.#waiting.shift();
        if (reply.value instanceof DataFault) reject(reply.value);
        else resolve(reply.value);
      }
    } catch (error) {
      this.#socket.destroy(error);
    }
    return rest;
  }
}

function within(time, promise, explain) {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(explain())), time);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
