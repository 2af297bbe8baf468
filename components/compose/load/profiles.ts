import type { DiagnosticPath } from "../../input/diagnosticPath.ts";
import { isMapping } from "../../input/mapping.ts";
import { scalarText, stringLike } from "../../input/schema.ts";
import { closest } from "../../input/spelling.ts";
import type { StackSettings } from "../stackSettings.ts";

type Mapping = Readonly<Record<string, unknown>>;
type Entry = readonly [string, unknown];

const form = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

export const profile = stringLike("the name of a profile", "debug", (value) => form.test(value));

/**
 * Removes the services whose profiles are all inactive, and the definitions that only they use.
 *
 * This runs before validation: what is not deployed need not be valid for swarm.
 */
export function withoutInactive(
  data: Mapping,
  stack: StackSettings,
  path: DiagnosticPath,
  setting: DiagnosticPath,
): Mapping {
  const services = Object.entries(isMapping(data.services) ? data.services : {});
  const known = new Set(services.flatMap(([, service]) => profilesOf(service)));
  checkNames(stack.profiles, known, setting);
  const wanted = new Set(stack.profiles);
  const isActive = ([, service]: Entry) => {
    const profiles = profilesOf(service);
    return profiles.length === 0 || profiles.some((name) => wanted.has(name));
  };
  const active = services.filter(isActive);
  const idle = services.filter((entry) => !isActive(entry));
  if (idle.length === 0) return data;
  if (active.length === 0) {
    path
      .at("services")
      .error(
        "all have profiles, none of which is active",
        `name one in swarm:stacks.${stack.name}.profiles: ${[...known].join(", ")}`,
        { stack: stack.name, settings: { profiles: [...known] } },
      );
    return data;
  }
  const left = new Map(idle);
  const independents = active.map(([name, service]) => {
    const here = path.at("services").at(name);
    return [name, independent(service, left, stack.name, here)] as const;
  });
  return { ...data, ...neededDefinitions(data, active, idle), services: Object.fromEntries(independents) };
}

/** Empty if a profile is invalid: reading the service reports that. */
function profilesOf(service: unknown): readonly string[] {
  const profiles = isMapping(service) ? service.profiles : undefined;
  const isSound = Array.isArray(profiles) && profiles.every((name) => form.test(scalarText(name)));
  return isSound ? profiles.map(scalarText) : [];
}

function checkNames(wanted: readonly string[], known: ReadonlySet<string>, setting: DiagnosticPath): void {
  const all = [...known];
  const choice = all.length > 0 ? `use one of ${all.join(", ")}` : "remove it; no service has profiles";
  for (const [index, name] of wanted.entries()) {
    if (known.has(name)) continue;
    const near = closest(name, all);
    setting
      .at(index)
      .error(`names the profile ${name}, which no service has`, near ? `did you mean ${near}?` : choice);
  }
}

/** Removes a service's dependencies on left-out services; a link to one of them is an error. */
function independent(
  service: unknown,
  left: ReadonlyMap<string, unknown>,
  stack: string,
  path: DiagnosticPath,
): unknown {
  if (!isMapping(service)) return service;
  const { depends_on, links } = service;
  const isThere = (link: unknown, index: number) => {
    const [name = ""] = scalarText(link).split(":");
    if (!left.has(name)) return true;
    path
      .at("links")
      .at(index)
      .error(
        `names the service ${name}, none of whose profiles is active`,
        `name one in swarm:stacks.${stack}.profiles: ${profilesOf(left.get(name)).join(", ")}; or remove it`,
      );
    return false;
  };
  const linked = Array.isArray(links) ? { ...service, links: links.filter(isThere) } : service;
  if (Array.isArray(depends_on))
    return { ...linked, depends_on: depends_on.filter((name) => !left.has(scalarText(name))) };
  if (!isMapping(depends_on)) return linked;
  const others = Object.entries(depends_on).filter(([name]) => !left.has(name));
  return { ...linked, depends_on: Object.fromEntries(others) };
}

/** Removes networks, volumes, configs and secrets that only idle services use. */
function neededDefinitions(data: Mapping, active: readonly Entry[], idle: readonly Entry[]): Mapping {
  const sections = ["networks", "volumes", "configs", "secrets"].flatMap((kind) => {
    const section = data[kind];
    if (!isMapping(section)) return [];
    const usedBy = (services: readonly Entry[]) => services.flatMap(([, service]) => namesOf(service, kind));
    const needed = new Set([...usedBy(active), "default"]);
    const idleOnly = new Set(usedBy(idle).filter((name) => !needed.has(name)));
    const entries = Object.entries(section).filter(([name]) => !idleOnly.has(name));
    return [[kind, Object.fromEntries(entries)] as const];
  });
  return Object.fromEntries(sections);
}

/** The names of one kind that a service uses, in any syntax. */
function namesOf(service: unknown, kind: string): unknown[] {
  if (!isMapping(service)) return [];
  const { [kind]: uses, credential_spec: spec, build } = service;
  if (isMapping(uses)) return Object.keys(uses);
  const own = kind === "configs" && isMapping(spec) ? [spec.config] : [];
  const built = kind === "secrets" && isMapping(build) && Array.isArray(build.secrets) ? build.secrets : [];
  const names = [...(Array.isArray(uses) ? uses : []), ...built].map((use) =>
    isMapping(use) ? use.source : use,
  );
  return [...own, ...names.map((name) => (kind === "volumes" ? scalarText(name).split(":")[0] : name))];
}
