import { createInterface } from "node:readline/promises";

/** Asks on the terminal whether to go ahead, as `pulumi up` does. Ctrl-C and Ctrl-D mean no. */
export async function isAgreed(showDetails: () => Promise<unknown>): Promise<boolean> {
  for (;;) {
    const answer = await ask("\nDo you want to perform this update? yes, no or details (no): ");
    if (["yes", "y"].includes(answer)) return true;
    if (["details", "d"].includes(answer)) await showDetails();
    else if (["no", "n", ""].includes(answer)) return false;
  }
}

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) => {
    terminal.once("close", () => resolve(""));
    terminal.once("SIGINT", () => terminal.close());
  });
  try {
    return (await Promise.race([terminal.question(question), ended])).trim().toLowerCase();
  } finally {
    terminal.close();
  }
}
