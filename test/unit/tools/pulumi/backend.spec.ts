import assert from "node:assert/strict";
import { loginIn } from "../../../../tools/pulumi/backend.ts";

describe("loginIn", () => {
  it("returns the backend that pulumi login chose", () => {
    assert.equal(loginIn('{"current": "s3://state"}', "a"), "s3://state");
  });

  it("returns undefined after pulumi logout, or if the backend is no text", () => {
    for (const text of ["{}", '{"current": ""}', '{"current": null}', '{"current": 5}'])
      assert.equal(loginIn(text, "a"), undefined);
  });

  for (const text of ["null", "{", "<html>"])
    it(`refuses ${text}`, () => {
      assert.throws(() => loginIn(text, "/home/a/credentials.json"), {
        message:
          "/home/a/credentials.json is not a JSON object\n  → repair it, or remove it and run pulumi login again",
      });
    });
});
