import { createInterface } from "node:readline/promises";

/** Asks for confirmation on the terminal, as `pulumi up` does. Ctrl-C and Ctrl-D mean no. */
export async function isAgreed(showDetails: () => Promise<unknown>): Promise<boolean> {
  const prompt = "Do you want to perform this update? yes, no or details (no): ";
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt });
  let isOpen = true;
  terminal.once("SIGINT", () => terminal.close());
  terminal.once("close", () => {
    isOpen = false;
  });
  console.log();
  terminal.prompt();
  try {
    for await (const line of terminal) {
      const answer = line.trim().toLowerCase();
      if (["yes", "y"].includes(answer)) return true;
      if (["no", "n", ""].includes(answer)) return false;
      if (["details", "d"].includes(answer)) await showDetails();
      // The terminal can close while the details are shown.
      if (isOpen) terminal.prompt();
    }
    return false;
  } finally {
    terminal.close();
  }
}
