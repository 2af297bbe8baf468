import type { Special } from "../../support/workspace.ts";

/** What a user wrote, and every diagnostic that it has. */
export interface BadInput {
  readonly name: string;
  /** Settings of the namespace `swarm`; with `compose` alone there is a stack `shop`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Text of `compose.yaml`. */
  readonly compose?: string;
  readonly files?: Readonly<Record<string, string | Buffer | Special>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** `path: problem → hint` */
  readonly diagnostics: readonly string[];
}

export function lines(...parts: string[]): string {
  return parts.map((part) => `${part.trimEnd()}\n`).join("");
}

/** A compose file with a service `web`, which has an image and these lines. */
export function web(...own: string[]): string {
  return lines("services:", "  web:", "    image: nginx", ...own.map((line) => `    ${line}`));
}
