import { mapValues } from "../../input/mapping.ts";
import { forbidden, ignoredKey, object, type Schema } from "../../input/schema.ts";

/** How this program treats a key of a service or of a build. */
export interface Rule<T = unknown> {
  /**
   * `passed` to the swarm, `used` only by this program, `translated` into another key, `left out` with a
   * warning if the stack works without it, or `refused`.
   */
  readonly handling: "passed" | "used" | "translated" | "left out" | "refused";
  readonly schema: Schema<T>;
  /** What happens, or what to write instead. */
  readonly remark: string;
}

/** The rules of all keys of a mapping. */
export type Rules = Readonly<Record<string, Rule>>;

/** The mappings that rules read: a key can be missing, or invalid. */
export type InferRules<R extends Rules> = {
  readonly [K in keyof R]?: R[K] extends Rule<infer T> ? T : never;
};

/** A mapping with the keys of the rules. */
export function ruled<R extends Rules>(rules: R, example?: string): Schema<InferRules<R>> {
  const schemas = mapValues<Rule, Schema<unknown>>(rules, ({ schema }) => schema);
  return object(schemas, {}, example) as Schema<InferRules<R>>;
}

export function passed<T>(schema: Schema<T>, remark = ""): Rule<T> {
  return { handling: "passed", schema, remark };
}

export function used<T>(schema: Schema<T>, remark = ""): Rule<T> {
  return { handling: "used", schema, remark };
}

export function translated<T>(schema: Schema<T>, remark: string): Rule<T> {
  return { handling: "translated", schema, remark };
}

export function leftOut(why: string, hint = "remove it"): Rule<never> {
  return {
    handling: "left out",
    schema: ignoredKey(`is left out; ${why}`, hint),
    remark: `${why}: ${hint}`,
  };
}

export function refused(problem: string, hint: string): Rule<never> {
  return { handling: "refused", schema: forbidden(problem, hint), remark: hint };
}

/** @param schema accepts the few values that change nothing */
export function mostlyRefused(schema: Schema<never>, remark: string): Rule<never> {
  return { handling: "refused", schema, remark };
}
