import * as pulumi from "@pulumi/pulumi";

type Resources = ReadonlySet<pulumi.Resource>;

/** All that Pulumi knows of an output. */
interface Facts<T = unknown> {
  readonly value: T;
  readonly isKnown: boolean;
  readonly isSecret: boolean;
  readonly resources: Resources;
}

/**
 * Pulumi's type declarations leave out the constructor and these members, which its own packages use:
 * https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/nodejs/output.ts
 */
interface Inner<T> {
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  promise(withUnknowns?: boolean): Promise<T>;
  allResources(): Promise<Resources>;
}
type Constructor = new <T>(
  resources: readonly pulumi.Resource[],
  value: Promise<T>,
  isKnown: Promise<boolean>,
  isSecret: Promise<boolean>,
  all: Promise<Resources>,
) => pulumi.Output<T>;
const Output = pulumi.Output as unknown as Constructor;

type Values<I extends readonly unknown[]> = { -readonly [K in keyof I]: pulumi.Unwrap<I[K]> };

export interface CombineOptions {
  /** Default: whether an input is. */
  readonly isSecret?: boolean;
  /**
   * The resources that the result depends on: those of all inputs (the default), those without every `Stash`, which
   * exists only in Pulumi's state, or none.
   *
   * The state stores the dependencies of each property of each resource: a third of a step, mostly the same names
   * again. A step with `dependsOn` needs them only where Pulumi acts on them: for `triggers`, which replace it, and
   * for `delete`, which must run while what it uses exists.
   */
  readonly dependencies?: "all" | "real" | "none";
}

const none: Resources = new Set();
const factsOfOutputs = new WeakMap<object, Promise<Facts>>();

/**
 * `pulumi.all(inputs).apply(compute)`, as one output: Pulumi makes two for each input and two more, of thirty promises
 * each. The program takes two thirds of the memory for a preview of 200 workers with this.
 *
 * @param inputs without outputs inside objects or arrays
 */
export function combine<const I extends readonly unknown[], T>(
  inputs: I,
  compute: (...values: Values<I>) => T,
  { isSecret, dependencies = "all" }: CombineOptions = {},
): pulumi.Output<T> {
  const combined = Promise.all(inputs.map(factsOf)).then((all): Facts<T> => {
    const isKnown = all.every((facts) => facts.isKnown);
    return {
      // As in `apply`: an unknown output has the value undefined.
      value: isKnown ? compute(...(all.map(({ value }) => value) as Values<I>)) : (undefined as T),
      isKnown,
      isSecret: isSecret ?? all.some((facts) => facts.isSecret),
      resources: dependencies === "none" ? none : resourcesOf(all, dependencies),
    };
  });
  const output = new Proxy({}, new LightOutput(combined)) as pulumi.Output<T>;
  factsOfOutputs.set(output, combined);
  return output;
}

/** The members of an output, each made when somebody reads it. */
class LightOutput<T> implements ProxyHandler<object> {
  private readonly facts: Promise<Facts<T>>;
  private whole: pulumi.Output<T> | undefined;

  constructor(facts: Promise<Facts<T>>) {
    this.facts = facts;
  }

  get(_target: unknown, member: string | symbol): unknown {
    switch (member) {
      case "__pulumiOutput":
        return true;
      case "isKnown":
        return this.facts.then(({ isKnown }) => isKnown);
      case "isSecret":
        return this.facts.then(({ isSecret }) => isSecret);
      case "promise":
        return () => this.facts.then(({ value }) => value);
      case "allResources":
        return () => this.facts.then(({ resources }) => resources);
      case "resources":
        return () => new Set();
      // Pulumi asks so whether this is a resource, an asset or a promise.
      case "then":
        return undefined;
      default:
        return typeof member === "symbol" || member.startsWith("__")
          ? undefined
          : Reflect.get(this.output(), member);
    }
  }

  /** Pulumi's own: for `apply`, and for properties of the value. */
  private output(): pulumi.Output<T> {
    const { facts } = this;
    this.whole ??= new Output(
      [],
      facts.then(({ value }) => value),
      facts.then(({ isKnown }) => isKnown),
      facts.then(({ isSecret }) => isSecret),
      facts.then(({ resources }) => resources),
    );
    return this.whole;
  }
}

function resourcesOf(all: readonly Facts[], dependencies: "all" | "real"): Resources {
  const resources = all.flatMap((facts) => [...facts.resources]);
  return new Set(
    dependencies === "all" ? resources : resources.filter((resource) => !(resource instanceof pulumi.Stash)),
  );
}

function factsOf(input: unknown): Facts | Promise<Facts> {
  if (input instanceof Promise) return input.then(factsOf);
  if (!pulumi.Output.isInstance(input))
    return { value: input, isKnown: true, isSecret: false, resources: none };
  const known = factsOfOutputs.get(input) ?? read(input as unknown as Inner<unknown>);
  factsOfOutputs.set(input, known);
  return known;
}

async function read(output: Inner<unknown>): Promise<Facts> {
  const [value, isKnown, isSecret, resources] = await Promise.all([
    output.promise(true),
    output.isKnown,
    output.isSecret,
    output.allResources(),
  ]);
  return { value, isKnown, isSecret, resources };
}

/** The value of an output; undefined if it is unknown in a preview, because then Pulumi never calls `apply`. */
export async function resolveIfKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  const inner = output as unknown as Inner<T>;
  return (await inner.isKnown) ? inner.promise() : undefined;
}
