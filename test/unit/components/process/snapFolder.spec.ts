import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { snapFolder } from "../../../../components/process/snapFolder.ts";
import { Folder } from "../../../support/folder.ts";

describe("snapFolder", () => {
  const computer = () =>
    new Folder().write({ "usr/bin/snap": "", "usr/bin/docker": "", "snap/bin/none": "" });
  const environment = (folder: Folder, ...paths: string[]) => ({
    PATH: paths.map((path) => folder.at(path)).join(":"),
    HOME: folder.at("home"),
  });

  it("is snap's own folder if docker comes from snap", () => {
    using folder = computer();
    symlinkSync(folder.at("usr/bin/snap"), folder.at("snap/bin/docker"));
    const common = folder.at("home/snap/docker/common");
    assert.equal(snapFolder(environment(folder, "nowhere", "snap/bin", "usr/bin")), common);
    folder.write({ "home/snap/docker/common/x": "" });
  });

  it("is undefined if another docker comes first, or there is none", () => {
    using folder = computer();
    symlinkSync(folder.at("usr/bin/snap"), folder.at("snap/bin/docker"));
    assert.equal(snapFolder(environment(folder, "usr/bin", "snap/bin")), undefined);
    assert.equal(snapFolder(environment(folder, "nowhere")), undefined);
    assert.equal(snapFolder({ HOME: folder.path }), undefined);
  });
});
