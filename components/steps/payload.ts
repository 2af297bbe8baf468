/** A value for a script: text, or any bytes as base64. */
export type Field = string | { readonly base64: string };

/** The kind of a record, and its values. */
export type PayloadRecord = readonly [kind: string, ...fields: Field[]];

declare const framed: unique symbol;

/** A script's standard input; only `payloadOf` creates it. */
export type Payload = string & { readonly [framed]: true };

/**
 * Encodes records for payload.sh: one per line, each value in base64, so no value can end or begin a field or
 * record. The last line shows that the input is complete.
 */
export function payloadOf(records: readonly PayloadRecord[]): Payload {
  const lines = records.map(([kind, ...fields]) => [nameOf(kind), ...fields.map(encoded)].join(" "));
  return [...lines, "end", ""].join("\n") as Payload;
}

function nameOf(kind: string): string {
  if (!/^[a-z][a-z-]*$/.test(kind) || kind === "end") throw new Error(`${kind} is not a kind of record`);
  return kind;
}

/** A shell variable cannot hold NUL: the script would get a different text. */
function encoded(field: Field): string {
  if (typeof field !== "string") return field.base64 || "-";
  if (field.includes("\0")) throw new Error("a text with a NUL character cannot be sent\n  → remove it");
  return Buffer.from(field).toString("base64") || "-";
}
