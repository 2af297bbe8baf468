import assert from "node:assert/strict";
import { recordedContainers } from "../../../../tools/cluster/recordedContainers.ts";
import { cliFolder } from "../../../../tools/toolchain/pulumiHome.ts";
import { Folder } from "../../../support/folder.ts";

/** Looks with a Pulumi that answers `stack export` like this. */
function look(answer: string) {
  using home = new Folder();
  const before = process.env.PULUMI_HOME;
  process.env.PULUMI_HOME = home.path;
  try {
    const place = cliFolder({ PULUMI_HOME: home.path }).slice(home.path.length + 1);
    home.write({ [`${place}/pulumi`]: `#!/bin/sh\n${answer}\n` }, 0o755);
    return recordedContainers("shop");
  } finally {
    if (before === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = before;
  }
}

describe("recordedContainers", () => {
  it("are the containers that the state knows", () => {
    const resources = [
      { type: "docker:index/container:Container", urn: "urn:a", id: "c1" },
      { type: "command:local:Command", urn: "urn:b", id: "c2" },
    ];
    const found = look(`echo '${JSON.stringify({ deployment: { resources } })}'`);
    assert.deepEqual([...(found ?? [])], ["c1"]);
  });

  it("are unknown where there is no such stack", () => {
    assert.equal(look(`echo "error: no stack named 'shop' found" >&2; exit 6`), undefined);
  });

  it("are not taken for none where the state cannot be read", () => {
    assert.throws(() => look(`echo "error: ExpiredToken: the token has expired" >&2; exit 255`), {
      message:
        "the state of stack shop cannot be read: error: ExpiredToken: the token has expired\n  → nothing was removed; mend that, then run npm run destroy again",
    });
  });
});
