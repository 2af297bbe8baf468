import assert from "node:assert/strict";
import { reading } from "../../../../support/composeModel.ts";

const faultsOf = (line: string) =>
  reading(`services: {web: {image: a, ${line}}}`).diagnostics.map(
    ({ path, problem }) => `${path}: ${problem}`,
  );

describe("two mounts at one path of a container", () => {
  it("are refused, naming the path", () => {
    assert.deepEqual(faultsOf("tmpfs: [/a, /a/]"), ["compose.yaml: services.web.volumes: has /a twice"]);
  });

  for (const key of ["configs", "secrets"])
    it(`are not reported for missing sources: ${key}`, () => {
      assert.deepEqual(faultsOf(`${key}: [{}, {}]`), [
        `compose.yaml: services.web.${key}[0].source: is missing`,
        `compose.yaml: services.web.${key}[1].source: is missing`,
      ]);
    });
});
