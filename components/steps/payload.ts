/** A value that goes to a script: text, or bytes in base64, which may be any. */
export type Field = string | { readonly base64: string };

/** What kind of record it is, and its values. */
export type PayloadRecord = readonly [kind: string, ...fields: Field[]];

declare const framed: unique symbol;

/** What a script reads from standard input; `payloadOf` alone makes it. */
export type Payload = string & { readonly [framed]: true };

/**
 * Records as payload.sh reads them: one on a line, each value in base64. No value can end a field or a record, or
 * begin another one. The last line tells that nothing was cut off.
 */
export function payloadOf(records: readonly PayloadRecord[]): Payload {
  const lines = records.map(([kind, ...fields]) => [nameOf(kind), ...fields.map(encoded)].join(" "));
  return [...lines, "end", ""].join("\n") as Payload;
}

function nameOf(kind: string): string {
  if (!/^[a-z][a-z-]*$/.test(kind) || kind === "end") throw new Error(`${kind} is no kind of a record`);
  return kind;
}

/** A shell's variable holds no NUL: such a text would arrive as another one. */
function encoded(field: Field): string {
  if (typeof field !== "string") return field.base64 || "-";
  if (field.includes("\0")) throw new Error("a text with a NUL character cannot be sent\n  → remove it");
  return Buffer.from(field).toString("base64") || "-";
}
