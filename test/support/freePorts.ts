import { createServer } from "node:net";

/** The first of this many consecutive loopback ports on which nobody listens. */
export async function freePorts(count: number): Promise<number> {
  for (let first = 40000 + (process.pid % 1000) * 10; first < 60000; first += count) {
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}
