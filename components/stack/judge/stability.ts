import type { Expectation } from "./expectation.ts";
import type { Verdict } from "./judge.ts";

export type Decision = "wait" | "done" | "give up";

/** Seconds; each must pass before a verdict counts. */
const lasting = {
  /** For services without a health check: only time reveals a crash. */
  unchecked: 5,
  /** Lets all failures be reported together. */
  failed: 1,
  failing: 10,
  /** Lets other services start, too. */
  sinceBegin: 30,
  reverting: 60,
};

/** Decides when a verdict has lasted long enough; a single observation never does. */
export class Stability {
  private readonly begin: number;
  private readonly needed: number;
  private verdict: Verdict | undefined;
  /** When the verdict became good, or bad. */
  private since: number;
  private times = 0;

  /** @param begin in seconds */
  constructor(expectations: readonly Expectation[], begin: number) {
    this.begin = begin;
    this.since = begin;
    const isSlow = expectations.some(({ kind }) => kind === "unchecked" || kind === "finite");
    this.needed = isSlow ? lasting.unchecked : 0;
  }

  /** @param now in seconds */
  after(verdict: Verdict, now: number): Decision {
    if (this.verdict === undefined || moodOf(verdict) !== moodOf(this.verdict)) {
      this.since = now;
      this.times = 0;
    }
    this.verdict = verdict;
    this.times += 1;
    const lasted = now - this.since;
    if (verdict === "waiting") return "wait";
    if (verdict === "converged") return this.times >= 2 && lasted >= this.needed ? "done" : "wait";
    const isOver = {
      failed: this.times >= 3 && lasted >= lasting.failed,
      failing: lasted >= lasting.failing && now - this.begin >= lasting.sinceBegin,
      reverting: lasted >= lasting.reverting,
    };
    return isOver[verdict] ? "give up" : "wait";
  }
}

function moodOf(verdict: Verdict): "good" | "open" | "bad" {
  if (verdict === "converged") return "good";
  return verdict === "waiting" ? "open" : "bad";
}
