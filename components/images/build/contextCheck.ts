import { accessSync, constants, realpathSync, statfsSync, statSync } from "node:fs";
import { relative } from "node:path";
import { type ContextFile, contextFiles, IgnoreFileProblem } from "./contextFiles.ts";

/** Why a folder cannot be sent to the builder. */
export interface ContextProblem {
  readonly problem: string;
  readonly hint: string;
}

const leaveOut = "write it into .dockerignore, or fix it";

/** `statfs(2)` types of /proc and /sys, where files can be endless. */
const ofTheKernel = [0x9fa0, 0x62656572];

/** Far above any real file; hashing a file as large as /proc/kcore would never end. */
const largest = 2 ** 40;

/** The first entry of a folder on which the builder or the hash would fail; reads no file contents. */
export function contextProblem(context: string, dockerfile?: string): ContextProblem | undefined {
  try {
    if (context === "/" || ofTheKernel.includes(statfsSync(context).type))
      return { problem: "is not a project's folder", hint: "name the folder with the image's files" };
    for (const file of contextFiles(context, dockerfile)) {
      const problem = problemOf(file);
      if (problem) return { problem: `has ${file.path}, ${problem}`, hint: leaveOut };
    }
    return undefined;
  } catch (error) {
    if (error instanceof IgnoreFileProblem)
      return { problem: `has a .dockerignore that does not work: ${error.message}`, hint: error.hint };
    const { code, path, message } = error as NodeJS.ErrnoException;
    if (code === "EACCES" && path)
      return { problem: `has ${relative(context, path)}, which this user may not read`, hint: leaveOut };
    return { problem: `cannot be read: ${message}`, hint: leaveOut };
  }
}

function problemOf({ path, full, isLink, size }: ContextFile): string | undefined {
  if (size > largest) return `which has ${size} bytes, but a file of a build may have ${largest}`;
  if (path.includes("\ufffd")) return "whose name is not UTF-8";
  try {
    if (!isLink) accessSync(full, constants.R_OK);
    else if (!isHarmless(full)) return "a symbolic link to a device, a pipe or a socket";
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ELOOP") return "a symbolic link that leads to itself";
    return isLink ? "a symbolic link to what this user may not read" : "which this user may not read";
  }
}

/** The builder copies any link as it is, but the plugin that calls it reads the link's target. */
function isHarmless(link: string): boolean {
  const found = statSync(link, { throwIfNoEntry: false });
  if (!found) return true;
  if (found.isFile()) accessSync(link, constants.R_OK);
  if (found.size > largest) return false;
  return found.isFile() || found.isDirectory() || realpathSync(link) === "/dev/null";
}
