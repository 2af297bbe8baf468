export type Environment = Record<string, string | undefined>;

export function variablesOf(program: string): string[];
export function childEnvironment(
  program: string,
  changes?: Readonly<Environment>,
  environment?: Readonly<Environment>,
): Environment;
export function loginVariables(environment?: Readonly<Environment>): Environment;
export function pick(patterns: readonly string[], environment: Readonly<Environment>): Environment;
