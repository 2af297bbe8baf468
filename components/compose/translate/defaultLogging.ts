import { mapValues } from "../../input/mapping.ts";
import type { ComposeModel } from "../model.ts";

/** Gives services that say nothing about their logs this driver and its options. */
export function defaultLogging(
  model: ComposeModel,
  { driver, options }: { readonly driver: string; readonly options: Readonly<Record<string, string>> },
): ComposeModel {
  const logging = { driver, ...(Object.keys(options).length > 0 ? { options } : {}) };
  const services = mapValues(model.document.services, (service) => ({ logging, ...service }));
  return { ...model, document: { ...model.document, services } };
}
