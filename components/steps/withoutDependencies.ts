import * as pulumi from "@pulumi/pulumi";

type Resources = ReadonlySet<pulumi.Resource>;

/** Pulumi's type declarations leave out the constructor and these members: resolveIfKnown.ts. */
interface Inner<T> {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(withUnknowns: boolean): Promise<T>;
  allResources(): Promise<Resources>;
}
type Constructor = new <T>(
  resources: readonly pulumi.Resource[],
  value: Promise<T>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  all?: Promise<Resources>,
) => pulumi.Output<T>;

const Output = pulumi.Output as unknown as Constructor;
const innerOf = <T>(value: pulumi.Input<T>) => pulumi.output(value) as unknown as Inner<T>;

/**
 * The same value without the resources that it comes from.
 *
 * The state stores the dependencies of each property of each resource: a third of a step, mostly the same names
 * again. A step with `dependsOn` needs them only where Pulumi acts on them: for `triggers`, which replace it, and
 * for `delete`, which must run while what it uses exists.
 */
export function withoutDependencies<T>(value: pulumi.Input<T>): pulumi.Output<T> {
  const inner = innerOf(value);
  return new Output([], inner.promise(true), inner.isKnown, inner.isSecret);
}

/** The same value, which depends only on resources that something outside Pulumi stands for: on no `Stash`. */
export function withoutStashes<T>(value: pulumi.Input<T>): pulumi.Output<T> {
  const inner = innerOf(value);
  const kept = inner
    .allResources()
    .then((all) => new Set([...all].filter((resource) => !(resource instanceof pulumi.Stash))));
  return new Output([], inner.promise(true), inner.isKnown, inner.isSecret, kept);
}
