import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { Definition } from "../document.ts";
import type { ComposeModel } from "../model.ts";

/** Something of a stack that has a name in the swarm. */
interface Named {
  readonly kind: "service" | "network" | "volume";
  readonly key: string;
  readonly name: string;
  /** True where the file itself says the name. */
  readonly given: boolean;
}

/** Swarm knows `<stack>_<key>`: the key `b_c` in the stack `a` is the key `c` in the stack `a_b`. */
export function checkNames(models: readonly ComposeModel[], path: DiagnosticPath): void {
  const owners = new Map<string, string>();
  for (const model of models)
    for (const { kind, key, name, given } of namesOf(model)) {
      const owner = owners.get(`${kind} ${name}`) ?? model.name;
      owners.set(`${kind} ${name}`, owner);
      if (owner !== model.name)
        path
          .at(model.name)
          .error(
            `its ${kind} ${key} is called ${name} in the swarm, as one of the stack ${owner} is`,
            given ? "write external: true in one of them" : `give the stack or the ${kind} another name`,
          );
    }
}

/** A volume with a name of its own may be shared; what is external is. */
function namesOf({ name: stack, document }: ComposeModel): Named[] {
  const named = (kind: Named["kind"], definitions: Readonly<Record<string, Definition>>) =>
    Object.entries(definitions)
      .filter(([, { external, name }]) => !external && !(kind === "volume" && name !== undefined))
      .map(([key, { name }]) => ({ kind, key, name: name ?? `${stack}_${key}`, given: name !== undefined }));
  const services = Object.fromEntries(Object.keys(document.services).map((key) => [key, {}]));
  return [
    ...named("service", services),
    ...named("network", document.networks),
    ...named("volume", document.volumes),
  ];
}
