import { relative } from "node:path";
import { renderStackFile } from "../../components/stack/renderStackFile.ts";
import { reading } from "./composeModel.ts";

/** The files beside a compose file, and the settings. */
export interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  /** Further compose files, in order. */
  readonly later?: Readonly<Record<string, string>>;
}

/** The result for a compose file: what is deployed, and what is reported. */
export interface Facts {
  readonly services?: Readonly<Record<string, unknown>>;
  readonly builds?: Readonly<Record<string, unknown>>;
  readonly networks?: unknown;
  readonly volumes?: unknown;
  readonly configs?: unknown;
  readonly secrets?: unknown;
  readonly warnings?: readonly string[];
  readonly diagnostics?: readonly string[];
}

type Service = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
type Written = Readonly<Record<string, object>> & { readonly services: Readonly<Record<string, Service>> };

/** The facts without what this program adds: a label, update settings, and the node of volumes. */
export function factsOf(text: string, given: Given): Facts {
  const { model, diagnostics } = reading(text, { ...given, pinVolumes: false });
  if (!model)
    return { diagnostics: diagnostics.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`) };
  const objectNames = Object.fromEntries(model.objects.map(({ kind, key }) => [`${kind}/${key}`, key]));
  const { services, ...definitions }: Written = JSON.parse(
    renderStackFile(model, { images: {}, objectNames }).text,
  );
  const builds = Object.entries(model.builds).map(([name, { context, dockerfile, target, args }]) => [
    name,
    {
      context: relative("/project", context) || ".",
      dockerfile: relative(context, dockerfile ?? ""),
      ...(target === undefined ? {} : { target }),
      ...(Object.keys(args).length > 0 ? { args } : {}),
    },
  ]);
  const warnings = model.warnings.map(({ path, problem: said, hint }) => `${path}: ${said} → ${hint}`);
  const facts: Readonly<Record<string, object>> = { builds: Object.fromEntries(builds), ...definitions };
  return {
    services: Object.fromEntries(Object.entries(services).map(([name, service]) => [name, plain(service)])),
    ...Object.fromEntries(Object.entries(facts).filter(([, all]) => Object.keys(all).length > 0)),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

function plain({ labels = {}, deploy = {}, ...service }: Service): object {
  const { "swarm.revision": _revision, ...ownLabels } = labels;
  const {
    failure_action: _action,
    order: _order,
    ...update
  } = (deploy.update_config ?? {}) as object & {
    failure_action?: string;
    order?: string;
  };
  const { update_config: _config, rollback_config: _rollback, ...rest } = deploy;
  const ownDeploy = { ...rest, ...(Object.keys(update).length > 0 ? { update_config: update } : {}) };
  return {
    ...service,
    ...(Object.keys(ownLabels).length > 0 ? { labels: ownLabels } : {}),
    ...(Object.keys(ownDeploy).length > 0 ? { deploy: ownDeploy } : {}),
  };
}
