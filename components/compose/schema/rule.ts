import { forbidden, ignoredKey, type Schema } from "../../input/schema.ts";

/** How this program treats a key of a service or of a build. */
export interface Rule {
  /**
   * `passed` to the swarm, `used` only by this program, `translated` into another key, `left out` with a
   * warning if the stack works without it, or `refused`.
   */
  readonly handling: "passed" | "used" | "translated" | "left out" | "refused";
  readonly schema: Schema<unknown>;
  /** What happens, or what to write instead. */
  readonly remark: string;
}

export function passed(schema: Schema<unknown>, remark = ""): Rule {
  return { handling: "passed", schema, remark };
}

export function used(schema: Schema<unknown>, remark = ""): Rule {
  return { handling: "used", schema, remark };
}

export function translated(schema: Schema<unknown>, remark: string): Rule {
  return { handling: "translated", schema, remark };
}

export function leftOut(why: string, hint = "remove it"): Rule {
  return {
    handling: "left out",
    schema: ignoredKey(`is left out; ${why}`, hint),
    remark: `${why}: ${hint}`,
  };
}

export function refused(problem: string, hint: string): Rule {
  return { handling: "refused", schema: forbidden(problem, hint), remark: hint };
}

/** @param schema accepts the few values that change nothing */
export function mostlyRefused(schema: Schema<unknown>, remark: string): Rule {
  return { handling: "refused", schema, remark };
}
