const [begin, end] = ["swarm-output-begin\n", "\nswarm-output-end"];

/** The text between markers, as `output` of scripts/prelude.sh prints it. */
export function marked(text: string): string {
  return `\n${begin}${text}${end}\n`;
}

/**
 * The text between the markers that `output` of scripts/prelude.sh prints; drops a login greeting before
 * them.
 *
 * @throws if there are no markers: the machine's shell, or its startup files, did not run the script
 */
export function markedOutput(text: string): string {
  const from = text.lastIndexOf(begin);
  const to = text.indexOf(end, from);
  if (from >= 0 && to >= 0) return text.slice(from + begin.length, to);
  const said = text
    .trim()
    .slice(0, 200)
    .replaceAll(/SWMTKN\S*/g, "SWMTKN-…");
  throw new Error(
    `the machine did not return the output of the step${said ? `; it printed ${JSON.stringify(said)}` : ""}\n  → log in and see what its shell prints and starts: npm run ssh -- NODE`,
  );
}
