const { writeFileSync } = require("node:fs");
const { reporters } = require("mocha");

/** The readable report on the terminal, and the counts in a file for the closing line. */
module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const times = [];
    runner.on("test end", (test) => times.push({ test: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.once("end", () => {
      writeFileSync(options.reporterOptions.output, JSON.stringify({ stats: this.stats, times }));
    });
  }
};
