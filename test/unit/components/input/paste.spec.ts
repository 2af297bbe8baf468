import assert from "node:assert/strict";
import { describeDiagnostics } from "../../../../components/input/diagnostic.ts";
import { describeWarnings } from "../../../../components/input/warning.ts";

const mount = (path: string, stack: string, choice = "volume") => ({
  path: `compose.yaml: services.${stack}`,
  problem: "mounts",
  hint: "choose",
  paste: { stack, settings: { binds: { [path]: choice } } },
});

describe("the lines to paste", () => {
  const found = [
    mount("./data", "shop"),
    mount("./data", "shop"),
    mount("C:\\x: #y", "shop", "omit"),
    mount("~/a", "blog"),
  ];
  const block = `

  proposed for Pulumi.dev.yaml, below config:
    swarm:stacks:
      shop:
        binds:
          ./data: volume
          "C:\\\\x: #y": omit
      blog:
        binds:
          ~/a: volume`;

  it("are one block at the end of the errors, for all stacks", () => {
    assert.equal(
      describeDiagnostics([...found, { path: "swarm:seed", problem: "is", hint: "set" }], "dev"),
      `5 mistakes in the settings; nothing was changed
  compose.yaml: services.blog: mounts
    → choose
  compose.yaml: services.shop: mounts
    → choose
  compose.yaml: services.shop: mounts
    → choose
  compose.yaml: services.shop: mounts
    → choose
  swarm:seed: is
    → set${block}`,
    );
  });

  it("are one block at the end of the warnings", () => {
    assert.ok(describeWarnings(found, "dev").endsWith(`    → choose${block}`));
  });

  it("are absent if nothing can be pasted", () => {
    assert.equal(
      describeWarnings([{ path: "a", problem: "is", hint: "set" }], "dev"),
      "1 warning for the compose files; the rest deploys as written\n  a: is\n    → set",
    );
  });
});
