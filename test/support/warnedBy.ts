import * as pulumi from "@pulumi/pulumi";

/** What a program warned about. */
export async function warnedBy(program: () => Promise<unknown>): Promise<string[]> {
  const { log } = pulumi as unknown as { log: { warn: (text: string) => void } };
  const { warn } = log;
  const warnings: string[] = [];
  log.warn = (text) => warnings.push(text);
  try {
    await program();
  } finally {
    log.warn = warn;
  }
  return warnings;
}
