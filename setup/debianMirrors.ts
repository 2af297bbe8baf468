import type { Work } from "./step.ts";
import { callTool, ToolCallFailed } from "./toolCall.ts";

export interface DebianMirrors {
  readonly packages: string;
  readonly security: string | undefined;
}

/** The mirrors from which this computer installs its own packages, if it runs Debian. */
export async function debianMirrors(work: Work): Promise<DebianMirrors | undefined> {
  const args = ["indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"];
  try {
    return readMirrors(await callTool(work, "apt-get", args));
  } catch (error) {
    if (!(error instanceof ToolCallFailed)) throw error;
    return undefined;
  }
}

/** @param text lines of address, release and component */
export function readMirrors(text: string): DebianMirrors | undefined {
  const sources = text
    .split("\n")
    .map((line) => line.trim().split(" "))
    .filter(([address, , component]) => address?.includes("debian") && component === "main")
    .map(([address = "", release = ""]) => ({ address: address.replace(/\/$/, ""), release }));
  const packages = sources.find(({ release }) => /^[a-z]+$/.test(release))?.address;
  const security = sources.find(({ release }) => release.endsWith("-security"))?.address;
  return packages === undefined ? undefined : { packages, security };
}
