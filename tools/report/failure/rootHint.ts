import { targets } from "../../../components/targets/targets.ts";

const listSettings = targets.flatMap(({ hostList }) => hostList?.setting ?? []);

/** The message of sudo, and that of sudo-rs. A greeting can interrupt it: the plugin mixes both streams. */
const noPassword =
  /: (?:a password is required|a terminal is required|no tty present|interactive authentication is required)/;
const noRights =
  /is not in the sudoers file|is not allowed to (?:execute|run sudo)|may not run sudo|I'm afraid I can't do that/;
const noTerminal = /you must have a tty to run sudo/;
/** The message of bash, dash, zsh, fish and tcsh. */
const noSudo =
  /sudo: (?:command )?not found|command not found: sudo|Unknown command:? '?sudo|sudo: Command not found/;

/**
 * Why the user of some steps could not become root, and the line that fixes it; undefined for other causes.
 */
export function rootHint(
  message: string,
  host: string,
  user?: string,
): ((steps: string) => string) | undefined {
  const cause = causeOf(message, user ?? "the user");
  if (cause === undefined) return undefined;
  const line = cause.line.replaceAll("USER", user ?? "USER");
  return (steps) => `${cause.problem} on ${host}, so ${steps} did not run
  → on ${host}, as root: ${cause.first ?? ""}echo '${line}' | EDITOR='tee -a' visudo -f /etc/sudoers.d/swarm
    Membership in the group docker is not enough. Or set user: root for ${host} in ${listSettings.join(" or ")}`;
}

interface Cause {
  readonly problem: string;
  readonly line: string;
  /** A command to run before the line. */
  readonly first?: string;
}

function causeOf(message: string, user: string): Cause | undefined {
  const line = "USER ALL=(ALL) NOPASSWD: ALL";
  if (noSudo.test(message))
    return {
      problem: `sudo is not installed, which ${user} needs to become root`,
      line,
      first: "apt-get install sudo (or with your package manager), then ",
    };
  if (noTerminal.test(message))
    return { problem: `sudo wants a terminal from ${user}`, line: "Defaults:USER !requiretty" };
  if (noRights.test(message)) return { problem: `${user} may not become root by sudo`, line };
  return noPassword.test(message)
    ? { problem: `${user} may not become root without a password`, line }
    : undefined;
}
