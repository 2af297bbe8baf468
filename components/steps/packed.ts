import { deflateRawSync, inflateRawSync } from "node:zlib";

/** Standard input of one of our programs, compressed: the state stores it twice. */
export function packed<T>(input: T): string {
  return deflateRawSync(JSON.stringify(input)).toString("base64");
}

export function unpacked<T>(text: string): T {
  return JSON.parse(inflateRawSync(Buffer.from(text, "base64")).toString());
}
