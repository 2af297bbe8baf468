type Properties = Readonly<Record<string, unknown>>;

/** The machines of a pool that scales: as many as there always are, and as many as may be added. */
export interface PooledMachines {
  /** What a machine is made from. */
  readonly template: Properties;
  readonly always: number;
  readonly more: number;
}

const grows = ", while pools grow";

/** Finds the template of each group by its name, since a preview does not know the template's id. */
export function pooledMachines(
  groups: readonly Properties[],
  templates: readonly Properties[],
): PooledMachines[] {
  return groups.flatMap(({ name, minSize, maxSize }) => {
    const template = templates.find(({ tags }) => (tags as Properties | undefined)?.Name === name);
    const [always, most] = [Number(minSize) || 0, Number(maxSize) || 0];
    return template ? [{ template, always, more: most - always }] : [];
  });
}

/** GiB of the root disk. */
export function templateDisk({ blockDeviceMappings }: Properties): number {
  const [first] = (blockDeviceMappings ?? []) as readonly {
    readonly ebs?: { readonly volumeSize?: number };
  }[];
  return first?.ebs?.volumeSize ?? 8;
}

/** An item for what is always there, and one for what may be added. */
export function itemsOf<T extends { readonly kind: string; readonly count: number }>(
  item: T & { readonly upperBound: boolean },
  { always, more }: PooledMachines,
): (T & { readonly upperBound: boolean })[] {
  return [
    { ...item, count: item.count * always },
    { ...item, kind: `${item.kind}${grows}`, count: item.count * more, upperBound: true },
  ];
}
