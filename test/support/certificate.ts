/**
 * A node's file from its swarm: a certificate with the swarm's id as its organization, followed by its key.
 *
 * Real only in the form that the scripts read: base64 between the markers, in lines of 64.
 */
export function nodeCertificate(swarm: string): string {
  return block("CERTIFICATE", `node-7 swarm-worker ${swarm}`) + block("EC PRIVATE KEY", "hush");
}

function block(kind: string, content: string): string {
  const body = Buffer.from(`\x30\x82${content}\x00`, "latin1").toString("base64");
  return `-----BEGIN ${kind}-----\n${body.replace(/.{64}/g, "$&\n")}\n-----END ${kind}-----\n`;
}
