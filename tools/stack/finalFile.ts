import { Document, visit } from "yaml";
import type { ComposeModel } from "../../components/compose/model.ts";
import { labelNames } from "../../components/names.ts";
import { withClusterLabels } from "../../components/stack/clusterLabels.ts";
import { escapeForYaml } from "../../components/stack/jsonAsYaml.ts";
import { renderStackFile } from "../../components/stack/renderStackFile.ts";
import { objectNames } from "../../components/stack/stackObjects.ts";

/** What is known before the next `up`. */
export interface Known {
  /** Key of the hashes; undefined before the first `up`. */
  readonly objectKey: string | undefined;
  /** The cluster id; undefined before the first `up`. */
  readonly cluster: string | undefined;
  /**
   * `registry:5000/shop@sha256:…` by service, of built images that are up to date, and of mirrored images.
   */
  readonly images: Readonly<Record<string, string>>;
  /** By service: `shop/api:<content>` if built; `redis:7`, as in the compose file, if mirrored. */
  readonly tagged: Readonly<Record<string, string>>;
}

interface FinalService {
  readonly labels: Record<string, string>;
  readonly deploy?: Readonly<
    Partial<Record<"update_config" | "rollback_config", Readonly<Record<string, unknown>>>>
  >;
}

const unknown = "HASH";

/**
 * The file that the next `up` passes to docker, as YAML.
 *
 * @param title first line of the comment at the top
 * @param shown the same model with secret values masked; the hashes are those of the real one
 */
export function finalFile(title: string, model: ComposeModel, known: Known, shown = model): string {
  const { objectKey, cluster = unknown, images, tagged } = known;
  const unbuilt = Object.keys(tagged).filter((service) => !Object.hasOwn(images, service));
  const rewriting = {
    images: { ...tagged, ...images },
    objectNames: objectKey === undefined ? unknownNames(model) : objectNames(model, objectKey),
    ...(objectKey === undefined ? {} : { key: objectKey }),
  };
  const { revisions } = renderStackFile(model, rewriting);
  const file = withClusterLabels(JSON.parse(renderStackFile(shown, rewriting).text), shown, cluster);
  const services = Object.entries<FinalService>(file.services);
  for (const [name, { labels }] of services) {
    const isFinal = objectKey !== undefined && !unbuilt.includes(name);
    labels[labelNames.revision] = (isFinal ? revisions[name] : undefined) ?? unknown;
  }
  const comments = [
    title,
    ...services.flatMap(([name, service]) => addedTo(name, service, model)),
    ...(unbuilt.length > 0 ? [`not built or copied yet: ${unbuilt.join(", ")}`] : []),
    ...(objectKey === undefined || unbuilt.length > 0 ? [`${unknown}: known after the next up`] : []),
  ];
  return `${comments.map((line) => `# ${line}\n`).join("")}${asYaml(file)}`;
}

/** Without the key, a hash would help guess a short secret. */
function unknownNames({ name, objects }: ComposeModel): Record<string, string> {
  return Object.fromEntries(objects.map(({ kind, key }) => [`${kind}/${key}`, `${name}_${key}-${unknown}`]));
}

/** `added to web: update_config.failure_action: rollback, …` */
function addedTo(name: string, { deploy }: FinalService, { document }: ComposeModel): string[] {
  const added = (["update_config", "rollback_config"] as const).flatMap((section) => {
    const written: object = document.services[name]?.deploy?.[section] ?? {};
    return Object.entries(deploy?.[section] ?? {})
      .filter(([key]) => !(key in written))
      .map(([key, value]) => `${section}.${key}: ${value}`);
  });
  return added.length > 0 ? [`added to ${name}: ${added.join(", ")}`] : [];
}

/** Quotes keep docker from reading a text as a number, a date or a boolean. */
function asYaml(file: unknown): string {
  const document = new Document(file, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (position, node) => {
      if (typeof node.value === "string" && !(position === "key" && isPlain(node.value)))
        node.type = "QUOTE_DOUBLE";
    },
  });
  return escapeForYaml(document.toString({ lineWidth: 0 }));
}

function isPlain(key: string): boolean {
  return /^[a-z_][\w.-]*$/i.test(key) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(key);
}
