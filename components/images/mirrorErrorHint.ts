/** Source and target of a copy. */
export interface CopyEnds {
  /** `ghcr.io` */
  readonly source: string;
  /** Whether the settings have a login for the source. */
  readonly hasLogin: boolean;
  /** Address of the cluster's registry. */
  readonly target: string;
}

const unreachable =
  /no such host|connection refused|timeout|timed out|unreachable|certificate|HTTP response to HTTPS/i;
const refused = /unauthorized|denied|forbidden|authori[sz]ation|authenticat|\b40[13]\b/i;
const missing = /not found|manifest unknown|name unknown/i;

/** The hint for an image that cannot be mirrored, derived from docker's error. */
export function mirrorErrorHint(error: string, { source, hasLogin, target }: CopyEnds): string {
  const instead = "or leave the image where it is: swarm:stacks.<name>.mirror: {<service>: false}";
  // The address that refused or did not answer; the names of both images may appear, too.
  if (error.includes(`//${target}/`))
    return refused.test(error)
      ? "see that the cluster's registry has its own password; to recreate one in a container: npm run up -- --replace '**:Container::registry'"
      : `see that the cluster's registry, ${target}, answers from this computer, then run npm run up again`;
  if (unreachable.test(error)) return `see that ${source} answers from this computer, ${instead}`;
  if (refused.test(error))
    return hasLogin
      ? `see that swarm:images.sources["${source}"] has a username and a password that may pull it, and that the name is right`
      : `if it is private, set username and password in swarm:images.sources["${source}"]; else fix the name`;
  if (missing.test(error)) return "fix the name or the tag";
  return `see that ${source} and the cluster's registry answer from this computer, ${instead}`;
}
