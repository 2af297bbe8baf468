import { readFileSync } from "node:fs";

type Answers = "instance" | "disk" | "natGateway" | "address" | "loadBalancer";

const recorded = JSON.parse(readFileSync(new URL("./recorded/products.json", import.meta.url), "utf8"));

/** Answers of GetProducts in its documented form, products as JSON text; prices are made up. */
export const products = Object.fromEntries(
  Object.entries(recorded as Record<Answers, unknown[]>).map(([kind, answer]) => [
    kind,
    answer.map((product) => JSON.stringify(product)),
  ]),
) as Record<Answers, string[]>;
