import type { EngineService, EngineTask } from "../../components/stack/judge/engineJson.ts";
import type { Expectation, ServiceKind } from "../../components/stack/judge/expectation.ts";
import { type Judgement as Judged, judge } from "../../components/stack/judge/judge.ts";
import { type Memory, noMemory } from "../../components/stack/judge/memory.ts";
import { observe } from "../../components/stack/judge/observation.ts";
import { progressOf } from "../../components/stack/judge/progress.ts";

/** What the judgement gets besides the observation. */
interface Before {
  readonly kept?: Memory;
  readonly now?: number;
}

export interface Judgement {
  /** `waiting`, or `failed; web was rolled back; …` */
  readonly verdict: string;
  readonly progress: string;
  readonly over: readonly string[];
  /** What the next judgement gets. */
  readonly kept: Memory;
}

/** @param expected `SERVICE=REVISION=KIND …` */
export function expectations(expected: string): Expectation[] {
  return expected.split(" ").map((word) => {
    const [service = "", revision = "", kind = ""] = word.split("=");
    return { service, revision, kind: kind as ServiceKind };
  });
}

/** Judges the services of stack `s`, observed as lines (`engineAnswers`). */
export function judgement(
  expected: string,
  observed: string,
  { kept = noMemory, now = 100 }: Before = {},
): Judgement {
  const { services, tasks } = engineAnswers(observed);
  const judged = judge(expectations(expected), observe("s", services, tasks), kept, now);
  return {
    verdict: [judged.verdict, ...failuresIn(judged)].join("; "),
    progress: progressOf(judged.services),
    over: judged.services.flatMap(({ service, hasEnded }) => (hasEnded ? [service] : [])),
    kept: judged.memory,
  };
}

function failuresIn({ services }: Judged): string[] {
  return services.flatMap(({ service, state, reason }) =>
    state === "failed" ? [`${service} ${reason}`] : [],
  );
}

/**
 * The engine's JSON for these lines, as real swarms were recorded:
 *
 * `count NAME MODE REPLICAS`, as `docker service ls` prints them;
 * `spec NAME ID UPDATE ITERATION REVISION ATTEMPTS CONSTRAINTS`;
 * `task SERVICE-ID SLOT DESIRED STATE REVISION ITERATION NANOSECONDS ID "ERROR"`; a hyphen means none.
 */
export function engineAnswers(text: string): { services: EngineService[]; tasks: EngineTask[] } {
  const lines = text.split("\n").map((line) => line.split(" "));
  const counts = new Map(
    lines.flatMap(([kind, name = "", ...rest]) => (kind === "count" ? [[name, rest]] : [])),
  );
  const services = lines.flatMap(([kind, ...words]) =>
    kind === "spec" ? [serviceOf(words, counts.get(words[0] ?? "") ?? [])] : [],
  );
  return { services, tasks: lines.flatMap(([kind, ...words]) => (kind === "task" ? [taskOf(words)] : [])) };
}

function serviceOf(
  words: readonly string[],
  [mode = "", replicas = "", ...more]: readonly string[],
): EngineService {
  const [name = "", id = "", update = "", iteration = "-", revision = "-", attempts = "0", ...constraints] =
    words;
  const [running = 0, desired = 0] = replicas.split("/").map(Number);
  const [completed = 0, total = 0] =
    more[1] === "completed)" ? (more[0] ?? "").slice(1).split("/").map(Number) : [];
  const modes: Readonly<Record<string, EngineService["Spec"]["Mode"]>> = {
    replicated: { Replicated: { Replicas: desired } },
    global: { Global: {} },
    "replicated-job": { ReplicatedJob: { TotalCompletions: total } },
    "global-job": { GlobalJob: {} },
  };
  return {
    ID: id,
    Spec: {
      Name: name,
      Mode: modes[mode] ?? {},
      TaskTemplate: {
        ContainerSpec: labelled(revision),
        RestartPolicy: { MaxAttempts: Number(attempts) },
        Placement: { Constraints: constraints.join(" ").split(", ").filter(Boolean) },
      },
    },
    ...(update === "none" ? {} : { UpdateStatus: { State: update } }),
    ServiceStatus: { RunningTasks: running, DesiredTasks: desired, CompletedTasks: completed },
    ...(iteration === "-" ? {} : { JobStatus: { JobIteration: iterationOf(iteration) } }),
  };
}

function taskOf(words: readonly string[]): EngineTask {
  const [
    service = "",
    slot = "",
    desired = "",
    state = "",
    revision = "-",
    iteration = "-",
    time = "",
    id = "",
  ] = words;
  const isSlot = /^[1-9][0-9]*$/.test(slot);
  const [, seconds = "0", decimals = "0"] = /^(\d*?)(\d{1,9})$/.exec(time) ?? [];
  return {
    ID: id,
    CreatedAt: `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${decimals.padStart(9, "0").replace(/0+$/, "") || "0"}Z`,
    ServiceID: service,
    ...(isSlot ? { Slot: Number(slot) } : { NodeID: slot.slice(1) }),
    DesiredState: desired,
    Status: { State: state, Err: JSON.parse(words.slice(8).join(" ") || '""') },
    Spec: { ContainerSpec: labelled(revision) },
    ...(iteration === "-" ? {} : { JobIteration: iterationOf(iteration) }),
  };
}

const labelled = (revision: string): { Labels: Record<string, string> } => ({
  Labels: revision === "-" ? {} : { "swarm.revision": revision },
});
/** The engine omits the number 0. */
const iterationOf = (index: string) => (index === "0" ? {} : { Index: Number(index) });

/** A service's count, update and tasks, newest first; a task is `slot desired state revision [error]`. */
export function service(name: string, count: string, update: string, ...tasks: string[]): string {
  const [state, attempts = "0", revision = "new"] = update.split(" ");
  const lines = tasks.map((task, index) => {
    const [slot, desired, status, at, ...error] = task.split(" ");
    const id = `${name}-${tasks.length - index}`;
    return `task id-${name} ${slot} ${desired} ${status} ${at} - ${1.5e18 - index * 1e9} ${id} "${error.join(" ")}"`;
  });
  const spec = `spec s_${name} id-${name} ${state} - ${revision} ${attempts} `;
  return [`count s_${name} ${count}`, spec, ...lines, ""].join("\n");
}

export const up = (slot: string, revision = "new") => `${slot} running running ${revision}`;
export const failed = (slot: string, revision = "new") => `${slot} shutdown failed ${revision}`;
