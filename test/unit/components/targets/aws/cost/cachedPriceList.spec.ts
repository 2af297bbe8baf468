import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { CachedPriceList } from "../../../../../../components/targets/aws/cost/cachedPriceList.ts";
import type { PriceList, PriceQuery } from "../../../../../../components/targets/aws/cost/priceList.ts";
import { Folder } from "../../../../../support/folder.ts";

const query = (usage: string): PriceQuery => ({
  service: "AmazonEC2",
  attributes: { productFamily: "Storage", volumeApiName: "gp3" },
  usage,
});

class Source implements PriceList {
  asked = 0;
  answer: number | undefined = 0.1;
  async price(): Promise<number | undefined> {
    this.asked += 1;
    return this.answer;
  }
}

describe("CachedPriceList", () => {
  const day = 24 * 60 * 60 * 1000;
  let folder: Folder;
  let source: Source;
  let now: number;
  beforeEach(() => {
    folder = new Folder();
    source = new Source();
    now = 1_000_000;
  });
  afterEach(() => folder[Symbol.dispose]());

  const list = () => new CachedPriceList(folder.at("prices/eu-central-1.json"), source, () => now);

  it("requests each price once in seven days", async () => {
    assert.equal(await list().price(query("a")), 0.1);
    source.answer = 0.2;
    now += 7 * day - 1;
    assert.equal(await list().price(query("a")), 0.1);
    assert.equal(source.asked, 1);
    now += 1;
    assert.equal(await list().price(query("a")), 0.2);
    assert.equal(source.asked, 2);
  });

  it("keeps prices apart, even of parallel requests", async () => {
    const one = list();
    await Promise.all([one.price(query("a")), one.price(query("b")), one.price(query("c"))]);
    assert.equal(source.asked, 3);
    for (const usage of ["a", "b", "c"]) await list().price(query(usage));
    assert.equal(source.asked, 3);
  });

  it("requests missing prices again, and all prices if its file is damaged", async () => {
    source.answer = undefined;
    assert.equal(await list().price(query("a")), undefined);
    source.answer = 0.3;
    assert.equal(await list().price(query("a")), 0.3);
    writeFileSync(folder.at("prices/eu-central-1.json"), '{"half');
    assert.equal(await list().price(query("a")), 0.3);
    assert.equal(source.asked, 3);
  });
});
