import type { ErrorCode } from "yaml";

/** Hints for YAML errors; the parser says only what is wrong. */
const hints: Partial<Readonly<Record<ErrorCode, string>>> = {
  BAD_ALIAS: "put the value in quotes, or write the anchor's name after *",
  BAD_DIRECTIVE: "remove the line",
  BAD_DQ_ESCAPE: "write \\\\ for a backslash, or put the value in single quotes",
  BAD_INDENT: "indent it like its neighbours, and close what was opened before it",
  BAD_SCALAR_START: "put the value in quotes",
  BLOCK_AS_IMPLICIT_KEY: "put the value in quotes if it holds a colon, or write a list and keys apart",
  BLOCK_IN_FLOW: "close the bracket before, or put the text in quotes",
  MISSING_CHAR: "add what is missing; a quote or a colon, there or before",
  MULTILINE_IMPLICIT_KEY: "write a colon after the key, and the key on one line",
  MULTIPLE_ANCHORS: "keep one of the two",
  TAB_AS_INDENT: "indent with spaces",
  TAG_RESOLVE_FAILED: "remove it; !reset and !override are the tags of compose files",
  UNEXPECTED_TOKEN: "remove it, or put the whole value in quotes",
};

export function hintFor(code: ErrorCode): string {
  return hints[code] ?? "fix the file there";
}
