import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clone } from "./clone.ts";

/**
 * A Dockerfile on the few programs of Debian that the services of tests run: nodes pull 5 MB instead of 30 MB.
 *
 * @param instructions that follow `FROM`
 */
export function smallImage(...instructions: readonly string[]): string {
  return [...smallStage("debian"), ...instructions, ""].join("\n");
}

/** It begins a stage; contains no `$`, so a compose file can contain it. */
export function smallStage(from: string, name = ""): string[] {
  return [
    `FROM debian:trixie-slim AS ${from}`,
    `RUN mkdir -p -m 1777 /small/tmp && cp -a --parents ${kept.join(" ")} /small`,
    `FROM scratch${name && ` AS ${name}`}`,
    `COPY --from=${from} /small /`,
  ];
}

const programs = ["cat", "dash", "find", "grep", "perl", "sh", "sleep", "touch", "true"];
const libraries = ["libc", "libcrypt", "libm", "libpcre2-8", "libselinux"];
const kept = [
  ...["/bin", "/lib*", "/etc/group", "/etc/passwd"],
  ...programs.map((name) => `/usr/bin/${name}`),
  ...["/usr/lib*/ld-linux*", "/usr/lib/*/ld-linux*"],
  ...[...libraries.map((name) => `${name}.so.*`), "perl-base"].map((name) => `/usr/lib/*/${name}`),
];

/** Writes the build context of a server, which a Perl script beside this file is. */
export function writeServer(clone: Clone, folder: string, script: "plainServer" | "tinyServer"): void {
  mkdirSync(clone.path(folder), { recursive: true });
  copyFileSync(join(import.meta.dirname, `${script}.pl`), clone.path(folder, "serve.pl"));
  clone.write({ [`${folder}/Dockerfile`]: smallImage("COPY serve.pl /", 'CMD ["perl", "/serve.pl"]') });
}
