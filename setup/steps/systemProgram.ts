import { canInstallPackages, installPackage } from "../aptPackage.ts";
import { findOnPath, isProgram, versionOf } from "../program.ts";
import type { Step } from "../step.ts";

interface SystemProgram {
  readonly name: string;
  readonly why: string;
  /** Its names on PATH, and absolute paths outside of it. */
  readonly files: readonly string[];
  readonly versionWord: string;
  readonly package: string;
}

/** A program from the system's package manager. */
export function systemStep({ name, why, files, versionWord, package: packageName }: SystemProgram): Step {
  return {
    name,
    why,
    async find() {
      const where = findOnPath(...files) ?? files.find((file) => file.startsWith("/") && isProgram(file));
      if (!where) return undefined;
      return { where, origin: "already there", version: () => versionOf(where, versionWord) };
    },
    async obtain(work) {
      if (!canInstallPackages())
        throw new Error(`${name} is missing\n  → install it with your package manager: ${packageName}`);
      await installPackage(work, packageName);
    },
  };
}

export const sshClient = systemStep({
  name: "SSH client",
  why: "npm run ssh",
  files: ["ssh"],
  versionWord: "-V",
  package: "openssh-client",
});

export const shellcheck = systemStep({
  name: "shellcheck",
  why: "npm test checks the shell scripts",
  files: ["shellcheck"],
  versionWord: "--version",
  package: "shellcheck",
});

export const chromium = systemStep({
  name: "Chromium",
  why: "npm test looks at the page",
  files: [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  versionWord: "--version",
  package: "chromium",
});

/** Login shells that a user of a machine may have, besides the POSIX shells that every system has. */
export const loginShells: readonly Step[] = ["tcsh", "fish", "zsh"].map((shell) =>
  systemStep({
    name: shell,
    why: "npm test runs remote steps in it, as in the shell of a machine's user",
    files: [shell],
    versionWord: "--version",
    package: shell,
  }),
);
