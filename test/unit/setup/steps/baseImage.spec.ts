import assert from "node:assert/strict";
import { pinnedBaseImage } from "../../../../components/images/build/baseImage.ts";
import { baseImageStep } from "../../../../setup/steps/baseImage.ts";
import { programFacts } from "../../../../tools/setUp.ts";
import { Folder } from "../../../support/folder.ts";

const step = baseImageStep((await programFacts()).baseImage);
const work = { progress: { note: () => {} }, signal: new AbortController().signal };

/** Works with a docker that knows the images in `$HERE/images`, a line of reference and id each, and pulls none. */
async function withDocker<T>(images: string, work: (folder: Folder) => Promise<T>): Promise<T> {
  const before = { PATH: process.env.PATH, SWARM_BASE_IMAGE: process.env.SWARM_BASE_IMAGE };
  using folder = new Folder();
  const docker = `#!/bin/sh
for image; do :; done
case $1 in
  image) grep "^$image " '${folder.at("images")}' | cut -d " " -f 2 | grep . ;;
  pull) echo "$image" >>'${folder.at("pulls")}'; echo "no route" >&2; exit 1 ;;
esac
`;
  folder.write({ images, pulls: "" }).write({ "bin/docker": docker }, 0o755);
  process.env.PATH = `${folder.at("bin")}:${process.env.PATH}`;
  delete process.env.SWARM_BASE_IMAGE;
  try {
    return await work(folder);
  } finally {
    process.env.PATH = before.PATH;
    if (before.SWARM_BASE_IMAGE === undefined) delete process.env.SWARM_BASE_IMAGE;
    else process.env.SWARM_BASE_IMAGE = before.SWARM_BASE_IMAGE;
  }
}

const named = "mirror.example.com/debian:13";

describe("the base image step", () => {
  it("finds the image that the user names", () =>
    withDocker(`${named} sha256:0123456789abcdef\n`, async () => {
      process.env.SWARM_BASE_IMAGE = named;
      const found = await step.find();
      assert.deepEqual(
        [found?.where, found?.origin, await found?.version()],
        [named, "already there", "0123456789ab"],
      );
    }));

  it("pulls by digest, and neither accepts an image with only the tag nor builds one", () =>
    withDocker("debian:trixie-slim sha256:0123456789abcdef\n", async (folder) => {
      process.env.SWARM_BASE_IMAGE = pinnedBaseImage;
      assert.equal(await step.find(), undefined);
      await assert.rejects(step.obtain(work), {
        message: `${pinnedBaseImage} cannot be pulled, and debian:trixie-slim is another image here, of your own
  → make ${pinnedBaseImage} available to Docker (docker pull), or name an image that is: SWARM_BASE_IMAGE=debian:trixie-slim; then run again`,
      });
      assert.equal(folder.read("pulls"), `${pinnedBaseImage}\n`);
    }));

  it("builds nothing from packages if the user names another image", () =>
    withDocker("", async (folder) => {
      process.env.SWARM_BASE_IMAGE = named;
      await assert.rejects(step.obtain(work), (error: Error) => {
        assert.equal(error.message.split("\n")[0], `${named} cannot be pulled`);
        return true;
      });
      assert.equal(folder.read("pulls"), `${named}\n`);
    }));
});
