import assert from "node:assert/strict";
import { sharedDirectories } from "../../../../components/compose/sharedVolumes.ts";
import { renderStackFile } from "../../../../components/stack/renderStackFile.ts";
import { modelOf } from "../../../support/composeModel.ts";

const fileSystem = { id: "fs-0a1b2c3d", address: "fs-0a1b2c3d.efs.eu-central-1.amazonaws.com" };
const rendering = { images: {}, objectNames: {}, fileSystem };
const shop = (volumes: string) =>
  modelOf(`services: {web: {image: nginx, volumes: ['up:/up', 'data:/data']}}\nvolumes: ${volumes}\n`);
const model = shop("{up: {driver_opts: {type: efs}}, data: {}}");

describe("a volume of type efs", () => {
  it("is a directory that docker mounts by NFS, with the options that AWS recommends", () => {
    assert.deepEqual(JSON.parse(renderStackFile(model, rendering).text).volumes, {
      data: {},
      up: {
        name: "shop_up_fs-0a1b2c3d",
        driver_opts: {
          type: "nfs",
          o: "addr=fs-0a1b2c3d.efs.eu-central-1.amazonaws.com,nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2,noresvport",
          device: ":/shop_up",
        },
      },
    });
    assert.deepEqual(sharedDirectories("shop", model.document.volumes), ["shop_up"]);
  });

  it("keeps the name that the file gives it", () => {
    const named = shop("{up: {name: uploads, driver: local, driver_opts: {type: efs}}, data: {}}");
    const { up } = JSON.parse(renderStackFile(named, rendering).text).volumes;
    assert.deepEqual([up.name, up.driver_opts.device], ["uploads_fs-0a1b2c3d", ":/uploads"]);
    assert.deepEqual(sharedDirectories("shop", named.document.volumes), ["uploads"]);
  });

  it("does not hold its services on a node", () => {
    assert.deepEqual(model.pinned, [{ volumes: ["shop_data"], services: ["web"] }]);
    assert.deepEqual(shop("{up: {driver_opts: {type: efs}}, data: {driver_opts: {type: efs}}}").pinned, []);
  });

  it("replaces the tasks of a service whose volume was local, and no others in later previews", () => {
    const revision = (volumes: string, more = {}) =>
      renderStackFile(shop(volumes), { images: {}, objectNames: {}, ...more }).revisions.web;
    const efs = "{up: {driver_opts: {type: efs}}, data: {}}";
    assert.notEqual(revision(efs), revision("{up: {}, data: {}}"));
    assert.equal(revision(efs, { fileSystem }), revision(efs));
  });
});
