import type { EngineEvent } from "../../pulumi/events.ts";
import { rootHint } from "./rootHint.ts";
import { remoteStepOf, StepHosts } from "./stepHosts.ts";

/** The messages of our stand-in for the command plugin, and of the official one. */
const noAnswer = /failed after \d+ tr(?:y|ies): |after \d+ failed attempts: |was given up after /;
/** The machine hangs in the middle of a step, so the step never ends. */
const silence =
  /has not answered for \S+: running|it took longer than the \S+ that customTimeouts allows: running/;
/** The step continues there without a connection, so another run waits for it. */
const cut = /command exited without exit status/;
/** The exit codes of timeout(1) after TERM and after KILL. */
const late = /exited with status (?:124|137)\b/;
const otherKey = /has the host key \S+, but connection\.hostKey|host key mismatch/;

/**
 * Hints for the hosts that a run could not reach or could not use: the plugin names only an address and a
 * port. One hint for all steps of a host that failed alike.
 *
 * @param command that ran, and that the user should run again
 */
export function unreachableHosts(events: readonly EngineEvent[], command = "npm run up"): string[] {
  const hosts = new StepHosts(events);
  const failed = new Map<string, { hint: (steps: string) => string; steps: Set<string> }>();
  for (const { diagnosticEvent } of events) {
    const { urn = "", message = "", severity } = diagnosticEvent ?? {};
    const step = remoteStepOf(urn);
    const hint =
      step !== undefined && severity === "error" ? hintFor(message, hosts.of(step), hosts) : undefined;
    if (step === undefined || hint === undefined) continue;
    const key = hint("");
    const entry = failed.get(key) ?? { hint, steps: new Set() };
    failed.set(key, { ...entry, steps: entry.steps.add(step) });
  }
  return [...failed.values()].map(({ hint, steps }) =>
    hint(`the step${steps.size > 1 ? "s" : ""} ${[...steps].join(", ")}`).replaceAll("npm run up", command),
  );
}

/** The hint for steps that failed like this. */
function hintFor(message: string, host: string, hosts: StepHosts): ((steps: string) => string) | undefined {
  const root = rootHint(message, host, hosts.userOf(host));
  if (root) return root;
  const isListed = hosts.isListed(host);
  if (otherKey.test(message)) return (steps) => changed(host, steps);
  if (cut.test(message)) return (steps) => lost(host, steps);
  if (late.test(message)) return (steps) => overdue(host, steps);
  if (silence.test(message)) return (steps) => silent(host, `${steps} did not end`, false);
  if (!noAnswer.test(message)) return undefined;
  return hosts.hasAnswered(host)
    ? (steps) => limited(host, steps)
    : (steps) => silent(host, `${steps} did not run`, isListed);
}

function silent(host: string, outcome: string, isListed: boolean): string {
  const seen = host === "the seed manager" ? "its machine" : `the machine of ${host}`;
  return `${host} does not answer over SSH, so ${outcome}
  → see what the swarm knows of it: npm run status; restart ${seen}, or remove it, then run npm run up again${
    isListed ? `.\n    If ssh from here does get in, it limits new connections: ${limits}` : ""
  }`;
}

/** The usual limits, and the line that raises each. */
const limits =
  "ufw status shows LIMIT (→ ufw allow ssh), or sshd -T shows a low maxstartups (→ MaxStartups 100:30:200 in sshd_config)";

function limited(host: string, steps: string): string {
  return `${host} answered other steps of this run, but took no SSH connection for ${steps}: most likely it limits new ones
  → look on ${host}: ${limits}; then run npm run up again.
    If it takes none after a minute either, restart it`;
}

function lost(host: string, steps: string): string {
  return `the connection to ${host} was cut in the middle of ${steps}
  → run npm run up again: it waits for what still runs there`;
}

function overdue(host: string, steps: string): string {
  return `${steps} took longer than allowed on ${host}, and ended there
  → see what the swarm knows of it: npm run status; check its disk and its load, then run npm run up again`;
}

function changed(host: string, steps: string): string {
  return `${host} answers with another SSH host key than it was made with, so ${steps} did not run
  → nobody but the program gives a machine its key: find out why it has changed before anything else.
    A machine that is to be trusted no more: remove it, then run npm run up again, which makes another one`;
}
