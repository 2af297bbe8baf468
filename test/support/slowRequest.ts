import { request } from "node:http";

/** Sends a request whose body takes `seconds`; returns the response's status, or the error's code. */
export function slowRequest(url: string, seconds: number): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: "POST", agent: false });
    outgoing.once("response", (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
      answer.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
    outgoing.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.write("x");
    setTimeout(() => outgoing.end("x"), seconds * 1000);
  });
}
