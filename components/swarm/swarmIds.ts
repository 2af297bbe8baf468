/** Ids of nodes and swarms: https://github.com/moby/swarmkit/blob/v2.0.0/identity/randomid.go */
const id = /^[a-z0-9]{25}$/;
const token = /^SWMTKN-1-[a-z0-9]{50}-[a-z0-9]{25}$/;

/** @throws where it is none: nothing is done with what a machine merely printed */
export function readNodeId(text = ""): string {
  return read("node id", id, text);
}

/** @throws where it is none */
export function readSwarmId(text = ""): string {
  return read("swarm id", id, text);
}

/**
 * The join tokens, worker first.
 *
 * @throws where they are none; never with what was read
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
