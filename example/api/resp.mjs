/** The error that a Redis server answered with. */
export class DataFault extends Error {}

/** A command as Redis reads it. */
export function encodeCommand(words) {
  const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${parts.join("")}`;
}

/** The first whole reply in `bytes` and how long it is; undefined until the rest has come. */
export function decodeReply(bytes) {
  const end = bytes.indexOf("\r\n");
  if (end === -1) return undefined;
  const text = bytes.toString("utf8", 1, end);
  const length = end + 2;
  switch (String.fromCharCode(bytes[0])) {
    case "+":
      return { value: text, length };
    case ":":
      return { value: Number(text), length };
    case "-":
      return { value: new DataFault(text), length };
    case "$": {
      const size = Number(text);
      if (size === -1) return { value: null, length };
      if (bytes.length < length + size + 2) return undefined;
      return { value: bytes.toString("utf8", length, length + size), length: length + size + 2 };
    }
    default:
      throw new DataFault(`not a reply of Redis: ${bytes.toString("utf8", 0, Math.min(end, 40))}`);
  }
}
