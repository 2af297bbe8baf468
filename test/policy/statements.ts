import type { Inputs } from "./rule.ts";

/** The statements of a policy document in JSON; none if it is not known yet. */
export function statementsIn(document: unknown): Inputs[] {
  if (typeof document !== "string") return [];
  const { Statement } = JSON.parse(document) as { readonly Statement?: unknown };
  return [Statement ?? []].flat() as Inputs[];
}

export function isAllowing({ Effect }: Inputs): boolean {
  return Effect === "Allow";
}

/** A value or a list of them. */
export function texts(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

/** Who a statement is about: `*`, an ARN, the name of a service. */
export function principals({ Principal }: Inputs): string[] {
  return typeof Principal === "object" && Principal !== null
    ? Object.values(Principal).flatMap(texts)
    : texts(Principal);
}
