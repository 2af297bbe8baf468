import { resolve } from "node:path";
import type { Diagnostic } from "../../input/diagnostic.ts";
import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { contentOf as contentOfFile } from "../../input/textFile.ts";
import { type Limit, tooLarge } from "../../input/userFile.ts";
import type { ComposeDocument } from "../document.ts";
import type { ObjectDocument } from "../schema/objectSchema.ts";
import type { ComposeSource } from "../source.ts";

/** A config or secret that this program creates in the swarm. */
export interface StackObject {
  readonly kind: "config" | "secret";
  /** Key in the compose file. */
  readonly key: string;
  /** Can be any bytes. */
  readonly content: Buffer;
  /** Template engine that fills in values for each task: https://docs.docker.com/engine/swarm/configs/ */
  readonly template?: "golang";
  readonly labels?: Readonly<Record<string, string>>;
  /** Secret driver, which has the content; docker stack deploy creates the secret. */
  readonly driver?: string;
}

/** Swarm's limits in bytes: https://docs.docker.com/engine/swarm/secrets/ */
export const largest: Readonly<Record<"config" | "secret", Limit>> = {
  config: limit("a config", 1000 * 1024 - 1),
  secret: limit("a secret", 500 * 1024 - 1),
};

function limit(of: string, bytes: number): Limit {
  return { of, bytes, hint: "make it smaller, or copy it into the image" };
}

/** `<stack>_<key>-<hash>` has at most 64 characters, 14 of them for the hash and the two separators. */
export const longestName = 50;

/** Docker's own limit, for `<stack>_<key>`. */
const longestKey = 64;

/** The configs and secrets that this program creates in the swarm; external ones exist already. */
export function stackObjects(
  document: ComposeDocument,
  stack: string,
  source: ComposeSource,
  path: DiagnosticPath,
): StackObject[] {
  return (["config", "secret"] as const).flatMap((kind) =>
    Object.entries(document[`${kind}s`]).flatMap(([key, object]) => {
      const here = path.at(`${kind}s`).at(key);
      if (object.external) return checkExternal(object, here);
      const content =
        object.driver === undefined ? contentOf(object, kind, source, here) : driven(object, here);
      if (stack.length + 1 + key.length > longestKey)
        here.error(
          `is called ${stack}_${key} in the swarm, which is too long`,
          `make the two names ${longestKey - 1} characters together at most`,
        );
      const { template_driver: template, labels = {}, driver } = object;
      const options = {
        ...(template === undefined ? {} : { template }),
        ...(Object.keys(labels).length > 0 ? { labels } : {}),
        ...(driver === undefined ? {} : { driver }),
      };
      return content === undefined ? [] : [{ kind, key, content, ...options }];
    }),
  );
}

function checkExternal(object: ObjectDocument, path: DiagnosticPath): [] {
  const sources = [
    "file",
    "content",
    "environment",
    "template_driver",
    "labels",
    "driver",
    "driver_opts",
  ].filter((key) => key in object);
  if (sources.length > 0)
    path.error(`is external, but has ${sources.join(", ")}`, "remove external, or the rest");
  return [];
}

/** A secret driver has the content: only its options matter here. */
function driven({ driver_opts = {}, ...object }: ObjectDocument, path: DiagnosticPath): Buffer | undefined {
  const given = ["file", "environment", "template_driver"].filter((way) => way in object);
  if (given.length > 0)
    return path.error(`has ${given.join(", ")} beside driver`, "remove driver, or the rest");
  return Buffer.from(JSON.stringify([object.driver, driver_opts]));
}

function contentOf(
  object: ObjectDocument,
  kind: "config" | "secret",
  source: ComposeSource,
  path: DiagnosticPath,
): Buffer | undefined {
  const ways = kind === "config" ? ["file", "content", "environment"] : ["file", "environment"];
  const given = ways.filter((way) => way in object);
  if (!path.isSound()) return undefined;
  if (given.length !== 1)
    return path.error(
      given.length === 0 ? `has none of ${ways.join(", ")}` : `has ${given.join(" and ")}`,
      `say where its content comes from: one of ${ways.join(", ")}; or external: true`,
    );
  if (object.name !== undefined)
    path
      .at("name")
      .warn("is left out; the name in the swarm is the key and a hash of the content", "remove it");
  const content = contentOfWay(object, kind, source, path);
  if (content === undefined) return undefined;
  source.load.add(content.length, 1, path);
  const diagnostic = contentError(content, kind);
  return diagnostic ? path.error(diagnostic.problem, diagnostic.hint) : content;
}

/** Why swarm cannot store this content. */
export function contentError(
  content: Buffer,
  kind: "config" | "secret",
): Omit<Diagnostic, "path"> | undefined {
  if (content.length < 1)
    return { problem: "has no content, which swarm refuses", hint: "put something into it" };
  if (content.length <= largest[kind].bytes) return undefined;
  const { problem } = tooLarge(content.length, largest[kind]);
  return { problem, hint: largest[kind].hint };
}

function contentOfWay(
  { file, content, environment }: ObjectDocument,
  kind: "config" | "secret",
  { directory, lookup, workspace }: ComposeSource,
  path: DiagnosticPath,
): Buffer | undefined {
  if (content !== undefined) return Buffer.from(content);
  if (environment !== undefined) {
    const value = lookup(environment);
    if (value !== undefined) return Buffer.from(value);
    return path
      .at("environment")
      .error(`names the variable ${environment}, which is not set`, `set ${environment} in the stack's env`);
  }
  return contentOfFile(resolve(directory, file ?? ""), largest[kind], workspace, {
    path: path.at("file"),
    hint: "fix the path, or make the file",
  });
}
