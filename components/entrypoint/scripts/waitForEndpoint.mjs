// waitForEndpoint URL... SECONDS: waits until one of the URLs answers; any status below 500 counts.
// Has no undo: it changes nothing.
import { request as ask } from "node:http";
import { request as askEncrypted } from "node:https";
import { connect } from "node:net";
import { checkServerIdentity } from "node:tls";

const urls = process.argv.slice(2);
const seconds = urls.pop();
const name = urls.join(" or ");
const patient = 5000;

/** Calls `begin` with `resolve` and `reject`, and rejects when the time is over. */
const talk = (begin) =>
  new Promise((resolve, reject) => {
    const one = begin(resolve).once("error", reject);
    one.setTimeout(patient, () => one.destroy(new Error(`no answer within ${patient / 1000} s`)));
  });

let otherName = "";
const forNow = {
  agent: false,
  // Without a domain of its own, a load balancer's name matches no certificate.
  checkServerIdentity: (host, certificate) => {
    otherName = checkServerIdentity(host, certificate)?.message ?? "";
  },
};

async function answer(url) {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === "http:" || protocol === "https:") {
    const request = protocol === "http:" ? ask : askEncrypted;
    const { statusCode } = await talk((resolve) =>
      request(url, forNow, (response) => resolve(response.destroy())).end(),
    );
    if (statusCode >= 500) throw new Error(`it answers with status ${statusCode}`);
    return;
  }
  await talk((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(socket.destroy()));
    return socket;
  });
}

const begin = Date.now();
const waited = () => (Date.now() - begin) / 1000;
let said = "";
for (;;) {
  try {
    await Promise.any(urls.map(answer));
    break;
  } catch (error) {
    const [first] = error.errors;
    const reason = first.code ?? first.message;
    if (waited() > Number(seconds)) {
      console.error(`${name} does not answer: ${reason}\n  → check the services behind it: npm run status`);
      process.exit(1);
    }
    if (waited() > 1 && reason !== said) {
      console.error(`${name} does not answer yet: ${reason}; waiting ${seconds} s at most`);
      said = reason;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
if (otherName) console.error(`${name} answers, but its certificate is for another name: ${otherName}`);
