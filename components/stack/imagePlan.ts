import type { Place } from "../input/place.ts";
import { closest } from "../input/spelling.ts";
import type { MirrorChoice } from "../settings/imagesSettings.ts";
import type { Settings } from "../settings/settings.ts";
import { hasRegistry } from "../settings/targetFacts.ts";
import type { ComposeModel } from "./composeModel.ts";

/** Where the images of one stack come from, by service. */
export interface ImagePlan {
  /** Pulumi stack. */
  readonly stack: string;
  readonly builds: ComposeModel["builds"];
  /** Copied into the cluster's registry, as the file names them. */
  readonly mirrored: Readonly<Record<string, string>>;
  /** Pulled by the nodes from where they are, as the file names them. */
  readonly unmirrored: Readonly<Record<string, string>>;
  /** Who logs in there, by host. */
  readonly sources: Settings["images"]["sources"];
}

export function imagePlan({ name, document, builds }: ComposeModel, settings: Settings): ImagePlan {
  const { mirror, sources } = settings.images;
  const choice = settings.stacks.find((stack) => stack.name === name)?.mirror ?? {};
  const isMirrored = (service: string) =>
    hasRegistry(settings) && (typeof choice === "boolean" ? choice : (ofService(choice, service) ?? mirror));
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

/**
 * A choice for a service that is not there, or that is built.
 *
 * @param services of the file, with those whose profiles are inactive
 */
export function checkMirrorChoice(
  choice: MirrorChoice | undefined,
  services: Readonly<Record<string, unknown>>,
  place: Place,
): void {
  if (typeof choice !== "object") return;
  const known = Object.keys(services);
  for (const name of Object.keys(choice)) {
    const here = place.at(name);
    if (!known.includes(name)) {
      const near = closest(name, known);
      here.refuse("is no service of the stack", near ? `did you mean ${near}?` : "remove it");
    } else if (isBuilt(services[name]))
      here.refuse("is built here, and always goes into the cluster's registry", "remove it");
  }
}

function isBuilt(service: unknown): boolean {
  return typeof service === "object" && service !== null && "build" in service;
}
