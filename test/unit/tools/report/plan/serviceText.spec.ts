import assert from "node:assert/strict";
import { serviceText } from "../../../../../tools/report/plan/serviceText.ts";

describe("serviceText", () => {
  it("is empty if no service changes", () => assert.equal(serviceText([]), ""));

  it("shows each field of each service on a line", () => {
    const text = serviceText([
      {
        stack: "shop",
        service: "db",
        change: "added",
        differences: [
          { what: "image", before: "", after: "postgres:17" },
          { what: "ports", before: "", after: "" },
          { what: "mounts", after: "data:/data" },
        ],
      },
      { stack: "shop", service: "old", change: "removed", differences: [] },
      {
        stack: "shop",
        service: "web",
        change: "changed",
        differences: [
          { what: "replicas", before: "1 replica", after: "3 replicas" },
          { what: "ports", before: "80/tcp", after: "" },
          { what: "environment", added: ["A"], changed: ["B\u202e"], removed: ["C"] },
        ],
      },
    ]);
    assert.equal(
      text,
      `services:
  shop_db added
    image: postgres:17
    mounts: data:/data
  shop_old removed
  shop_web
    replicas: 1 replica → 3 replicas
    ports: 80/tcp → none
    environment: A added, B\\u202e changed, C removed`,
    );
  });
});
