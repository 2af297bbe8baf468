import { attempt } from "./attempt.mjs";

const repeatable = new Set(["GET", "HEAD", "OPTIONS"]);
const limit = 64 * 1024;
const pause = 100;

/** Passes requests on to the replicas, and to another one where that is safe and the first does not answer. */
export class Forwarder {
  #replicas;
  #times;

  constructor(replicas, { connectTime = 400, answerTime = 1500, deadline = 5000 } = {}) {
    this.#replicas = replicas;
    this.#times = { connectTime, answerTime, deadline };
  }

  /** The first good answer; 502 with the reasons when there is none before the deadline. */
  async forward(request) {
    const body = await readBody(request);
    if (body === undefined)
      return failure(413, "the request's body is too large", [`more than ${limit} bytes`]);
    const order = { method: request.method, path: request.url, headers: passedOn(request, body), body };
    const end = performance.now() + this.#times.deadline;
    const reasons = [];
    const tried = new Set();
    while (performance.now() < end) {
      const address = await this.#replicas.next(tried);
      if (address === undefined) {
        await this.#lookAgain(tried);
        continue;
      }
      tried.add(address);
      try {
        const answer = await attempt(address, order, this.#times);
        if (!mayAskAgain(answer, order.method)) return answer;
        reasons.push(`${address}: ${errorIn(answer.body)}`);
      } catch (fault) {
        reasons.push(fault.message);
        this.#replicas.failed(address);
        if (fault.sent && !repeatable.has(order.method)) break;
      }
    }
    return failure(502, "no replica answered", reasons);
  }

  /** Everyone known has been tried: gives DNS a moment to name others, or the same ones to recover. */
  async #lookAgain(tried) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    await this.#replicas.check();
    tried.clear();
  }
}

/** `Retry-After: 0` is a replica that is shutting down and has not touched the request; others ask for patience. */
function mayAskAgain({ status, headers }, method) {
  const after = headers["retry-after"];
  return status === 503 && after !== undefined && (after === "0" || repeatable.has(method));
}

function errorIn(body) {
  try {
    return JSON.parse(body).error;
  } catch {
    return "503";
  }
}

function passedOn(request, body) {
  const { host, accept, "content-type": type, "user-agent": agent } = request.headers;
  const headers = {
    host,
    accept,
    "content-type": type,
    "user-agent": agent,
    "content-length": body.length > 0 ? body.length : undefined,
    "x-forwarded-for": request.socket.remoteAddress,
  };
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failure(status, error, reasons) {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: Buffer.from(`${JSON.stringify({ error, reasons: reasons.slice(-5) })}\n`),
  };
}
