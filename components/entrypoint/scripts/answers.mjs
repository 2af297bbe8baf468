// answers URL SECONDS: waits until the address answers; a status below 500 is an answer.
// Not undone: it looks and makes nothing.
import { connect } from "node:net";

const [url, seconds] = process.argv.slice(2);
const { protocol, hostname, port } = new URL(url);

async function ask() {
  if (protocol === "http:") {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5000) });
    if (response.status >= 500) throw new Error(`it answers with status ${response.status}`);
    return;
  }
  await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket.destroy()));
    socket.once("error", reject);
    socket.setTimeout(5000, () => reject(socket.destroy(new Error("no connection within 5 s"))));
  });
}

const end = Date.now() + Number(seconds) * 1000;
for (;;) {
  try {
    await ask();
    break;
  } catch (error) {
    if (Date.now() > end) {
      const reason = error.cause?.code ?? error.message;
      console.error(`${url} does not answer: ${reason}\n  → look at the services behind it: npm run status`);
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
