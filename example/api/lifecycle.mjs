/**
 * Ends a server without failing a request: `/healthz` turns 503 and connections are no longer kept, for
 * `notice` milliseconds new requests are still answered, then only those that have begun.
 */
export function manageLifecycle(server, { notice = 0, grace = 3000 } = {}) {
  const begun = new Set();
  let drained;

  const lifecycle = {
    get draining() {
      return drained !== undefined;
    },
    drain() {
      drained ??= leave();
      return drained;
    },
    onSignals(...signals) {
      for (const signal of signals) {
        process.once(signal, () => lifecycle.drain().then(() => process.exit(0)));
      }
    },
  };

  server.prependListener("request", (_request, response) => {
    begun.add(response);
    if (lifecycle.draining) response.setHeader("connection", "close");
    response.once("close", () => begun.delete(response));
  });

  async function leave() {
    for (const response of begun) {
      if (!response.headersSent) response.setHeader("connection", "close");
    }
    if (notice > 0) await new Promise((resolve) => setTimeout(resolve, notice));
    const deadline = setTimeout(() => server.closeAllConnections(), grace);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(deadline);
  }

  return lifecycle;
}
