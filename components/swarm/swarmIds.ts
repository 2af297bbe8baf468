/** Ids of nodes and swarms: https://github.com/moby/swarmkit/blob/v2.0.0/identity/randomid.go */
const id = /^[a-z0-9]{25}$/;
const token = /^SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}$/;

/** @throws if the text is not an id: output of a machine is never used unchecked */
export function readNodeId(text = ""): string {
  return read("node id", id, text);
}

/** @throws if the text is not an id */
export function readSwarmId(text = ""): string {
  return read("swarm id", id, text);
}

/**
 * The join tokens, worker first.
 *
 * @throws if the text contains no tokens; the message never quotes it
 */
export function readJoinTokens(text: string): readonly string[] {
  const tokens = text.split("\n");
  if (tokens.length === 2 && tokens.every((one) => token.test(one))) return tokens;
  throw new Error(
    "the seed manager printed no join tokens\n  → see what it prints: npm run ssh -- NODE docker swarm join-token worker",
  );
}

function read(what: string, form: RegExp, text: string): string {
  if (form.test(text)) return text;
  throw new Error(
    `a machine printed ${JSON.stringify(text.slice(0, 100))} for its ${what}\n  → see what its shell prints: npm run ssh -- NODE docker info`,
  );
}
