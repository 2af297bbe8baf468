import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import type { ComposeModel } from "../model.ts";
import type { VolumeDocument } from "../schema/volumeSchema.ts";

/** An object of a stack that has a name in the swarm. */
interface Named {
  readonly kind: "service" | "network" | "volume";
  readonly key: string;
  readonly name: string;
  /** True if the file itself sets the name. */
  readonly given: boolean;
}

type Definition = Pick<VolumeDocument, "name" | "external">;

/** Swarm joins names as `<stack>_<key>`: key `b_c` in stack `a` and `c` in `a_b` have the same name. */
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

/** Volumes with an explicit name, and external objects, can be shared. */
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
