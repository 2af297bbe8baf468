/** The arguments of a docker command after its name. */
export interface DockerCall {
  readonly args: readonly string[];
  /** Values of an option, in order. */
  all(option: string): readonly string[];
  /** The value of an option that is given once at most. */
  one(option: string): string | undefined;
  has(flag: string): boolean;
  /** Values of the filters, by key; `key=value`. */
  readonly filters: readonly (readonly [key: string, value: string])[];
}

/** @param options those with a value end with `=`; any other option is an error of the test */
export function dockerCall(given: readonly string[], options: readonly string[]): DockerCall {
  const args: string[] = [];
  const found: [string, string][] = [];
  for (let at = 0; at < given.length; at++) {
    const word = given[at] ?? "";
    const [name = "", value] = word.split(/=(.*)/s);
    if (!word.startsWith("--")) args.push(word);
    else if (options.includes(`${name}=`)) found.push([name, value ?? given[++at] ?? ""]);
    else if (options.includes(name)) found.push([name, value ?? "true"]);
    else throw new Error(`the fake swarm does not know ${name}: docker ${given.join(" ")}`);
  }
  const all = (option: string) => found.flatMap(([name, value]) => (name === option ? value : []));
  return {
    args,
    all,
    one: (option) => all(option).at(-1),
    has: (flag) => all(flag).length > 0,
    filters: all("--filter").map((filter) => {
      const [key = "", value = ""] = filter.split(/=(.*)/s);
      return [key, value] as const;
    }),
  };
}

/** What a command prints with `--help`. */
export const help = (command: string, options: readonly string[]): string =>
  `Usage:  docker ${command} [OPTIONS]\n${options.map((option) => `      ${option.replace("=", " value")}\n`).join("")}`;
