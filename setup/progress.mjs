// Plain JavaScript: it runs before the Node that strips types is installed.

/**
 * Shows the progress of some work: on a terminal a line that updates, elsewhere a line from time to time.
 *
 * @param {string} title
 * @param {{ stream?: NodeJS.WriteStream, every?: number }} [options] `every`: milliseconds between two lines
 */
export function showProgress(title, { stream = process.stderr, every = stream.isTTY ? 200 : 10_000 } = {}) {
  const start = Date.now();
  let detail = "";
  const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
  const line = () => {
    const text = `${title} … ${seconds()}${detail && `  ${detail}`}`;
    if (stream.isTTY) stream.write(`\r\x1b[K${text.slice(0, (stream.columns || 80) - 1)}`);
    else stream.write(`${text}\n`);
  };
  const end = (word) => {
    clearInterval(timer);
    stream.write(`${stream.isTTY ? "\r\x1b[K" : ""}${title}: ${word} after ${seconds()}\n`);
  };
  stream.write(stream.isTTY ? title : `${title} …\n`);
  const timer = setInterval(line, every);
  return {
    /** @param {string} text the newest detail, shown with the next line */
    note: (text) => {
      detail = text.trim();
    },
    done: () => end("done"),
    failed: (word = "failed") => end(word),
  };
}
