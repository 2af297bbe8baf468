import type { BindChoice } from "../stackSettings.ts";
import type { BindContent } from "./bindContent.ts";
import { looksLikeFile } from "./bindPath.ts";
import {
  type Bind,
  type Decision,
  development,
  fileRemark,
  filesRemark,
  onNodes,
  volume,
} from "./bindRemarks.ts";

/** A config would keep the program from writing to these. */
const written = /(\.(db|db3|sqlite3?|mdb|rdb|aof|ibd)|(^|\/)(PG_VERSION|acme\.json))$/i;
/** Services also read a log of another program, but then they mount the file itself. */
const log = /\.(log|pid)$/i;
const sources =
  /^(package\.json|go\.mod|Cargo\.toml|requirements\.txt|pyproject\.toml|Gemfile|composer\.json|pom\.xml|.*\.(py|jsx?|tsx?|go|rb|php|java|rs|cs))$/;

/** What becomes of a bind mount that the settings do not decide. */
export function decide(bind: Bind): Decision {
  const { content, isReadOnly, kind, origin, source } = bind;
  if (kind === "node") return bind.beside === undefined ? { choice: "host" } : onNodes(bind, bind.beside);
  if (kind === "windows" || kind === "home") return refusedForeign(bind);
  if (isDirectory(content) && origin.isBuilt) return development(bind);
  switch (content.kind) {
    case "missing":
      if (!looksLikeFile(bind.target)) return volume(bind, `${source} is not on this computer`);
      return refused(
        bind,
        `which is not on this computer${butOnNodes}`,
        "make the file, or fix the path",
        "omit",
      );
    case "empty":
      return volume(bind, `${source} is empty`);
    case "file":
      if (isReadOnly || !written.test(source)) return { choice: "config", remark: fileRemark(bind) };
      return refused(bind, `which a program writes${butOnNodes}`, "mount a volume instead", "omit");
    case "files": {
      const file = isReadOnly
        ? undefined
        : content.files.find((path) => written.test(path) || log.test(path));
      if (file === undefined) return { choice: "config", remark: filesRemark(bind, content) };
      const what = `a directory of this computer with ${file}, which a program writes${butOnNodes}`;
      return refused(bind, what, "name a volume in the compose file", "volume");
    }
    case "unfit":
      return refused(
        bind,
        `${content.what}${content.is === "directory" ? butOnNodes : ""}`,
        content.hint,
        proposalOf(bind, content.is),
      );
  }
}

const butOnNodes = ", but the service runs on the nodes";

function isDirectory(content: BindContent): boolean {
  return (
    ["empty", "files"].includes(content.kind) || (content.kind === "unfit" && content.is === "directory")
  );
}

function isOneFile(content: BindContent): boolean {
  return content.kind === "file" || (content.kind === "unfit" && content.is !== "directory");
}

const foreign = { home: "a path in your home directory", windows: "a path of Windows" };

function refusedForeign(bind: Bind): Decision {
  const { content, kind } = bind;
  return refused(
    bind,
    `${foreign[kind === "home" ? kind : "windows"]}${butOnNodes}`,
    "write a path beside the compose file",
    proposal(),
  );

  function proposal(): BindChoice {
    if (content.kind === "file" || content.kind === "files") return "config";
    if (looksLikeFile(bind.target) || content.kind === "unfit") return "omit";
    return kind === "windows" && bind.isReadOnly ? "omit" : "volume";
  }
}

/** What becomes of a bind mount by its setting. */
export function decideAsSet({ content, kind, source }: Bind, choice: BindChoice): Decision {
  const wrong = (problem: string, hint = "choose volume, host or omit") => ({
    remark: { problem: `is ${choice}, but ${source} ${problem}`, hint },
  });
  if (choice === "volume" && isOneFile(content))
    return wrong("is a file", "choose config or omit, or mount the directory that the file is in");
  if (choice === "host" && (kind === "home" || kind === "windows"))
    return wrong(`is ${foreign[kind]}`, "write the path on the nodes in the compose file: /srv/data");
  if (choice !== "config") return { choice };
  if (kind === "windows") return wrong(`is ${foreign[kind]}`, "choose volume or omit");
  switch (content.kind) {
    case "missing":
      return wrong("is not on this computer");
    case "empty":
      return wrong("is empty");
    case "unfit":
      return wrong(content.what.replace(/^(which )?/, (which) => (which ? "" : "is ")));
    default:
      return { choice };
  }
}

function refused(bind: Bind, what: string, hint: string, proposal: BindChoice): Decision {
  const { content, kind, setting, source, target } = bind;
  const isPossible = {
    config: content.kind === "file" || content.kind === "files",
    volume: !isOneFile(content) && !looksLikeFile(target),
    host: kind === "computer",
    omit: true,
  };
  const choices = ([proposal, "config", "volume", "host", "omit"] as const).filter(
    (choice) => isPossible[choice],
  );
  const meanings = [...new Set(choices)].map((choice) => choiceTexts[choice]).join(", ");
  return {
    remark: {
      problem: `mounts ${source}, ${what}`,
      hint: `${hint}; or choose under ${setting}: ${meanings}`,
      proposal,
    },
  };
}

const choiceTexts: Readonly<Record<BindChoice, string>> = {
  config: "config (the files become configs)",
  volume: "volume (empty at first)",
  host: "host (the path is on every node)",
  omit: "omit (no mount)",
};

/** Source code belongs into the image; an empty volume would hide that it is missing. */
function proposalOf(
  { isReadOnly, origin, names }: Bind,
  is: "directory" | "blank file" | "other",
): BindChoice {
  if (is !== "directory") return is === "blank file" ? "omit" : "host";
  if (names.some((name) => sources.test(name))) return origin.isInContext ? "omit" : "host";
  return isReadOnly ? "host" : "volume";
}
