import type { ComposeModel } from "../compose/model.ts";
import type { Settings } from "../settings/settings.ts";

/** The source of each image of a stack, by service. */
export interface ImagePlan {
  readonly stack: string;
  readonly builds: ComposeModel["builds"];
  /** Mirrored into the cluster's registry, as the file names them. */
  readonly mirrored: Readonly<Record<string, string>>;
  /** Pulled by the nodes from their source, as the file names them. */
  readonly unmirrored: Readonly<Record<string, string>>;
  /** Logins for source registries, by host. */
  readonly sources: Settings["images"]["sources"];
}

export function imagePlan({ name, document, builds }: ComposeModel, settings: Settings): ImagePlan {
  const { mirror, sources } = settings.images;
  const choice = settings.stacks.find((stack) => stack.name === name)?.mirror ?? {};
  const isMirrored = (service: string) =>
    settings.hasRegistry && (typeof choice === "boolean" ? choice : (ofService(choice, service) ?? mirror));
  const named = Object.entries(document.services).flatMap(([service, { image }]) =>
    image === undefined || Object.hasOwn(builds, service) ? [] : [[service, image] as const],
  );
  return {
    stack: settings.stack,
    builds,
    mirrored: Object.fromEntries(named.filter(([service]) => isMirrored(service))),
    unmirrored: Object.fromEntries(named.filter(([service]) => !isMirrored(service))),
    sources,
  };
}

function ofService(choice: Readonly<Record<string, boolean>>, service: string): boolean | undefined {
  return Object.hasOwn(choice, service) ? choice[service] : undefined;
}
