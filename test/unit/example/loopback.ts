import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import type { AddressInfo, Server } from "node:net";

const open: { close(): unknown; closeAllConnections?(): void }[] = [];

/** Starts a server on a free port of the loopback address and gives `127.0.0.1:<port>`. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function answerWith(listener: RequestListener): Promise<string> {
  return listen(createServer(listener) as HttpServer);
}

/** An address where nothing listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  const address = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return address;
}

/** Registers something else that must be closed after the test. */
export function closing<T extends { close(): unknown }>(thing: T): T {
  open.push(thing);
  return thing;
}

/** Ends everything that a test has started. */
export function closeAll(): void {
  for (const thing of open.splice(0)) {
    thing.close();
    thing.closeAllConnections?.();
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
