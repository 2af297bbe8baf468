import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseDocument,
  type SchemaOptions,
} from "yaml";
import { type Excess, excessOfDocument, excessOfText, tooDeep } from "./yamlBounds.ts";

/** A document, and why it is unfit for use; no document if even parsing it would take long. */
export type BoundedYaml =
  | { readonly document: Document; readonly excess: Excess | undefined }
  | { readonly document?: undefined; readonly excess: Excess };

/** Without source lines in messages and the check for duplicate keys, which are slow in large files. */
const quick = { prettyErrors: false, uniqueKeys: false, logLevel: "error" } as const;

/** Parses a YAML file within a second, whatever it contains. */
export function boundedYaml(
  text: string,
  options: ParseOptions & DocumentOptions & SchemaOptions = {},
): BoundedYaml {
  const excess = excessOfText(text);
  if (excess) return { excess };
  const { stackTraceLimit } = Error;
  // The parser creates an Error for each finding, and stack traces take most of the time.
  Error.stackTraceLimit = 0;
  try {
    const document = parseDocument(text, { ...options, ...quick });
    const isExhausted = document.errors.some(({ message }) => message.includes("call stack"));
    return isExhausted ? { excess: tooDeep } : { document, excess: excessOfDocument(document) };
  } catch (error) {
    // The parser recurses for every level.
    if (error instanceof RangeError) return { excess: tooDeep };
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The plain data of a YAML file. @throws if it is not YAML, or too large */
export function plainYaml(text: string): unknown {
  const { document, excess } = boundedYaml(text);
  const [error] = document?.errors ?? [];
  if (error) throw error;
  if (!document || excess) throw new Error(excess?.problem);
  return document.toJS({ maxAliasCount: -1 });
}
