import { lookup } from "node:dns/promises";

async function addressesOf(host) {
  const found = await lookup(host, { all: true, family: 4 });
  return found.map(({ address }) => address);
}

/**
 * Whoever stands behind a service's name right now, in turn. Swarm's DNS lists the healthy replicas (`dnsrr`);
 * one that has just failed is left in peace while others can answer.
 */
export class Replicas {
  #places;
  #resolve;
  #fresh;
  #rest;
  #addresses = [];
  #checked = Number.NEGATIVE_INFINITY;
  #checking;
  #turn = Math.floor(Math.random() * 1000);
  #failed = new Map();

  /** @param places `api:8080`, or several with commas */
  constructor(places, { resolve = addressesOf, fresh = 500, rest = 2000 } = {}) {
    this.#places = places.split(",").map((place) => place.trim().split(":"));
    this.#resolve = resolve;
    this.#fresh = fresh;
    this.#rest = rest;
  }

  get count() {
    return this.#addresses.length;
  }

  /** The next one that is not among those `tried`; undefined when there is none left. */
  async next(tried = new Set()) {
    const age = performance.now() - this.#checked;
    if (age > this.#fresh) {
      const checking = this.check();
      if (this.#addresses.length === 0 || age > 10 * this.#fresh) await checking;
    }
    const untried = this.#addresses.filter((address) => !tried.has(address));
    const good = untried.filter((address) => !this.#isResting(address));
    const choice = good.length > 0 ? good : untried;
    this.#turn += 1;
    return choice[this.#turn % choice.length];
  }

  /** Asks DNS again; when it has no answer, those known before stay. */
  check() {
    this.#checking ??= this.#ask().finally(() => {
      this.#checking = undefined;
    });
    return this.#checking;
  }

  /** Notes that one did not answer. */
  failed(address) {
    this.#failed.set(address, performance.now());
  }

  async #ask() {
    const answers = await Promise.allSettled(
      this.#places.map(async ([host, port = "80"]) =>
        (await this.#resolve(host)).map((address) => `${address}:${port}`),
      ),
    );
    this.#checked = performance.now();
    const found = answers.flatMap(({ value = [] }) => value).sort();
    if (found.length > 0) this.#addresses = found;
  }

  #isResting(address) {
    const since = this.#failed.get(address);
    if (since === undefined) return false;
    if (performance.now() - since < this.#rest) return true;
    this.#failed.delete(address);
    return false;
  }
}
