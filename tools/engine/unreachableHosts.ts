import { engineEvents } from "./engineEvents.ts";

/** Steps that run on the node that they are called after; all others run on the seed manager. */
const onNode = /^(?<node>.+)-(?:boot|host|join|preflight|pull|seat)$/;

/** As our stand-in of the command plugin says it, and as the official one does. */
const noAnswer = /failed after \d+ tr(?:y|ies): |after \d+ failed attempts: |was given up after /;
/** In the middle of a step, which a machine that hangs does not end. */
const silence =
  /has not answered for \S+: running|it took longer than the \S+ that customTimeouts allows: running/;
/** The step goes on there without us, so another run waits for it. */
const cut = /command exited without exit status/;
/** As timeout(1) ends, by TERM or by KILL. */
const late = /exited with status (?:124|137)\b/;
const otherKey = /has the host key \S+, but connection\.hostKey|host key mismatch/;

/**
 * What to do about the hosts that a run could not reach: the plugin names an address and a port only.
 *
 * @param log what the engine did, a line of JSON for each event
 */
export function unreachableHosts(log: string): string[] {
  const told = engineEvents(log).flatMap(({ diagnosticEvent }) => {
    const { urn, message = "", severity } = diagnosticEvent ?? {};
    if (urn === undefined || severity !== "error" || !/[:$]command:remote:\w+::/.test(urn)) return [];
    const step = urn.slice(urn.lastIndexOf("::") + 2);
    const host = onNode.exec(step)?.groups?.node ?? "the seed manager";
    if (otherKey.test(message)) return [changed(host, step)];
    if (cut.test(message)) return [lost(host, step)];
    if (late.test(message)) return [overdue(host, step)];
    if (silence.test(message)) return [silent(host, `${step} did not end`)];
    return noAnswer.test(message) ? [silent(host, `${step} did not run`)] : [];
  });
  return [...new Set(told)];
}

function silent(host: string, outcome: string): string {
  const seen = host === "the seed manager" ? "its machine" : `the machine of ${host}`;
  return `${host} does not answer over SSH, so the step ${outcome}
  → npm run status tells what the swarm knows of it; restart ${seen}, or remove it, then run npm run up again`;
}

function lost(host: string, step: string): string {
  return `the connection to ${host} was cut in the middle of the step ${step}
  → run npm run up again: it waits for what still runs there`;
}

function overdue(host: string, step: string): string {
  return `the step ${step} took longer than it may on ${host}, and was ended there
  → npm run status tells what the swarm knows of it; look at its disk and its load, then run npm run up again`;
}

function changed(host: string, step: string): string {
  return `${host} answers with another SSH host key than it was made with, so the step ${step} did not run
  → nobody but the program gives a machine its key: find out why it has changed before anything else.
    A machine that is to be trusted no more: remove it, then run npm run up again, which makes another one`;
}
