import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { PriceList, PriceQuery } from "./priceList.ts";

/** Prices change a few times a year. */
const goodFor = 7 * 24 * 60 * 60 * 1000;

interface Known {
  readonly price: number;
  /** Milliseconds since 1970. */
  readonly asked: number;
}

/** Queries another list only for prices that it has not fetched in the last seven days. */
export class CachedPriceList implements PriceList {
  private readonly file: string;
  private readonly source: PriceList;
  private readonly now: () => number;

  /** @param file `.state/prices/REGION.json` */
  constructor(file: string, source: PriceList, now: () => number = Date.now) {
    this.file = file;
    this.source = source;
    this.now = now;
  }

  async price(query: PriceQuery): Promise<number | undefined> {
    const key = keyOf(query);
    const known = this.read()[key];
    if (known && this.now() - known.asked < goodFor) return known.price;
    const price = await this.source.price(query);
    // A price that is missing today can appear tomorrow, so it is not cached.
    if (price !== undefined) this.write({ ...this.read(), [key]: { price, asked: this.now() } });
    return price;
  }

  private read(): Record<string, Known> {
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch {
      // The file is missing or incomplete: query the prices again.
      return {};
    }
  }

  private write(known: Record<string, Known>): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const draft = `${this.file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(known, undefined, 2)}\n`);
    renameSync(draft, this.file);
  }
}

function keyOf({ service, attributes, usage }: PriceQuery): string {
  const sorted = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  return [service, usage, ...sorted.map(([name, value]) => `${name}=${value}`)].join(" ");
}
