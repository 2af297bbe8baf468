import type { ComposeModel } from "../compose/model.ts";
import { usesDefault } from "../compose/translate/encryptNetworks.ts";
import { mapValues } from "../input/mapping.ts";
import { labelNames } from "../names.ts";

/** The part of the stack file that contains labels. */
interface StackFile {
  readonly services: Readonly<Record<string, ServiceFile>>;
  readonly networks?: Readonly<Record<string, Definition | null>>;
  readonly volumes?: Readonly<Record<string, Definition | null>>;
  /** Docker makes the secrets that are not external. */
  readonly secrets?: Readonly<Record<string, Definition | null>>;
}

interface ServiceFile extends Definition {
  readonly deploy?: Definition;
}

interface Definition {
  readonly external?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Adds the cluster id to all that docker creates from the file: services, their containers, networks,
 * volumes. Removing the stack keeps objects with another id or none.
 */
export function withClusterLabels<File extends object>(
  file: File,
  model: ComposeModel,
  cluster: string,
): File {
  const label = { [labelNames.cluster]: cluster };
  const labelled = <T extends Definition>(definition: T | null) =>
    definition?.external ? definition : { ...definition, labels: { ...definition?.labels, ...label } };
  const { services, networks, volumes, secrets } = file as unknown as StackFile;
  const all = { ...(usesDefault(model) ? { default: {} } : {}), ...networks };
  return {
    ...file,
    services: mapValues(services, (service) => ({
      ...labelled(service),
      deploy: labelled(service.deploy ?? {}),
    })),
    ...(Object.keys(all).length > 0 ? { networks: mapValues(all, labelled) } : {}),
    ...(volumes ? { volumes: mapValues(volumes, labelled) } : {}),
    ...(secrets ? { secrets: mapValues(secrets, labelled) } : {}),
  };
}
