import { request as ask } from "node:http";

/** One request to one replica did not give an answer; `sent` tells whether the replica may have acted on it. */
export class AttemptFault extends Error {
  constructor(message, sent) {
    super(message);
    this.sent = sent;
  }
}

/**
 * Sends a request to one replica and reads the whole answer, on a connection of its own:
 * what is asked next goes to whoever DNS names then.
 */
export function attempt(address, { method, path, headers, body }, { connectTime, answerTime }) {
  const [host, port] = address.split(":");
  return new Promise((resolve, reject) => {
    let sent = false;
    const outgoing = ask({ host, port, method, path, headers, agent: false });
    const giveUp = (what) => outgoing.destroy(new Error(what));
    const connecting = setTimeout(() => giveUp("no connection in time"), connectTime);
    const answering = setTimeout(() => giveUp("no answer in time"), answerTime);
    const fail = (error) => {
      clearTimeout(connecting);
      clearTimeout(answering);
      reject(new AttemptFault(`${address}: ${error.message}`, sent));
    };
    outgoing.once("socket", (socket) =>
      socket.once("connect", () => {
        clearTimeout(connecting);
        sent = true;
      }),
    );
    outgoing.once("error", fail);
    outgoing.once("response", (incoming) => {
      const chunks = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.once("error", fail);
      incoming.once("end", () => {
        clearTimeout(answering);
        resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}
