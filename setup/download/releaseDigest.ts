import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PrivateFolder } from "../../components/process/privateFolder.ts";
import type { Work } from "../step.ts";
import { ToolCallFailed } from "../toolCall.ts";
import { checksums } from "./checksums.ts";
import { fetchFile } from "./verifiedDownload.ts";

interface Release {
  readonly assets?: readonly (Asset | null)[];
}

interface Asset {
  readonly name: string;
  readonly digest?: string | null;
}

/**
 * The SHA-256 that a file must have: the one that is pinned here, or else the one that GitHub computed when
 * the publisher uploaded the file to a release. The file itself comes from another host, so an attacker would
 * need both.
 *
 * @param repository `pulumi/pulumi-docker`
 * @returns undefined if neither is known
 */
export async function expectedDigest(
  work: Work,
  archive: string,
  { repository, tag }: { readonly repository: string; readonly tag: string },
): Promise<string | undefined> {
  const pinned = checksums[archive];
  if (pinned !== undefined) return pinned;
  using folder = new PrivateFolder("release");
  try {
    const file = join(folder.path, "release.json");
    await fetchFile(work, `https://api.github.com/repos/${repository}/releases/tags/${tag}`, file);
    return digestIn(await readFile(file, "utf8"), archive);
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    return undefined;
  }
}

/** @param release the response of GitHub's API about a release, or of a proxy in front of it */
export function digestIn(release: string, archive: string): string | undefined {
  const asset = assetsIn(release).find((found) => found?.name === archive);
  return /^sha256:(?<hex>[0-9a-f]{64})$/.exec(asset?.digest ?? "")?.groups?.hex;
}

function assetsIn(release: string): readonly (Asset | null)[] {
  try {
    const { assets } = JSON.parse(release) as Release;
    return Array.isArray(assets) ? assets : [];
  } catch {
    return [];
  }
}
