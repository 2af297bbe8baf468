import { labelNames } from "../../names.ts";
import type { EngineService, EngineTask, ServiceSpec } from "./engineJson.ts";

/** The services of a stack and their tasks at one moment. */
export interface Observation {
  /** By name in the file. */
  readonly services: ReadonlyMap<string, ObservedService>;
  /** Also those of services that were just removed. */
  readonly tasks: readonly ObservedTask[];
}

export interface ObservedService {
  readonly isGlobal: boolean;
  /** Number of tasks that should run, or of a job's tasks that should complete. */
  readonly wanted: number;
  /** Number of completed tasks; undefined if the service is not a job. */
  readonly completed: number | undefined;
  /** State of the last update; `none` if it has never been updated. */
  readonly update: string;
  /** Revision of the specification; undefined if others created the service. */
  readonly revision: string | undefined;
  /** Highest number of restarts; 0 if unlimited. */
  readonly attempts: number;
  readonly constraints: readonly string[];
}

export interface ObservedTask {
  readonly id: string;
  /** Name in the file; undefined if the service was removed. */
  readonly service: string | undefined;
  /** Tasks of one slot replace each other; a global service has one per node. */
  readonly slot: string;
  readonly desired: string;
  readonly state: string;
  readonly revision: string | undefined;
  /** True if the task belongs to the current iteration of a job, or its service is no job. */
  readonly isCurrentIteration: boolean;
  /** True if its node is Down: its state is what the node last reported. */
  readonly isOnDownNode: boolean;
  /** Sorts like the time of creation. */
  readonly created: string;
  readonly error: string;
}

/** Ids of nodes in special states. */
export interface SpecialNodes {
  readonly down: ReadonlySet<string>;
  /** They leave after the deployment. On them, a global service keeps its tasks as they are. */
  readonly leaving: ReadonlySet<string>;
}

/** @param services with their status, `GET /services?status=true` */
export function observe(
  stack: string,
  services: readonly EngineService[],
  tasks: readonly EngineTask[],
  { down, leaving }: SpecialNodes = { down: new Set(), leaving: new Set() },
): Observation {
  const byId = new Map(services.map((service) => [service.ID, service]));
  const isKept = ({ ServiceID, NodeID = "" }: EngineTask) =>
    byId.get(ServiceID)?.Spec.Mode.Global !== undefined && leaving.has(NodeID);
  const keptOf = ({ ID }: EngineService) =>
    tasks.filter((task) => task.ServiceID === ID && task.DesiredState === "running" && isKept(task)).length;
  const nameOf = ({ Spec }: EngineService) => Spec.Name.slice(stack.length + 1);
  return {
    services: new Map(
      services.map((service) => [nameOf(service), observedService(service, keptOf(service))]),
    ),
    tasks: tasks
      .filter((task) => !isKept(task))
      .map((task) => {
        const service = byId.get(task.ServiceID);
        return {
          id: task.ID,
          service: service && nameOf(service),
          slot: slotOf(task, service),
          desired: task.DesiredState,
          state: task.Status.State,
          revision: task.Spec.ContainerSpec?.Labels?.[labelNames.revision],
          isCurrentIteration:
            iterationOf(task.JobIteration) === iterationOf(service?.JobStatus?.JobIteration),
          isOnDownNode: down.has(task.NodeID ?? ""),
          created: sortable(task.CreatedAt),
          error: (task.Status.Err ?? "").replaceAll(/[\n\r\t]/g, " "),
        };
      }),
  };
}

export function revisionOf(spec: ServiceSpec | null | undefined): string | undefined {
  return spec?.TaskTemplate.ContainerSpec?.Labels?.[labelNames.revision];
}

/** @param kept number of tasks that should run on nodes that leave */
function observedService(
  { Spec, ServiceStatus, UpdateStatus }: EngineService,
  kept: number,
): ObservedService {
  const { Mode, TaskTemplate } = Spec;
  const { DesiredTasks: desired = 0, CompletedTasks: completed = 0 } = ServiceStatus ?? {};
  const isJob = Mode.ReplicatedJob !== undefined || Mode.GlobalJob !== undefined;
  return {
    isGlobal: isGlobal(Spec),
    // Of a global job the engine desires only the tasks that have not completed.
    wanted: !isJob ? desired - kept : (Mode.ReplicatedJob?.TotalCompletions ?? desired + completed),
    completed: isJob ? completed : undefined,
    update: UpdateStatus?.State || "none",
    revision: revisionOf(Spec),
    attempts: TaskTemplate.RestartPolicy?.MaxAttempts ?? 0,
    constraints: TaskTemplate.Placement?.Constraints ?? [],
  };
}

function isGlobal({ Mode }: ServiceSpec): boolean {
  return Mode.Global !== undefined || Mode.GlobalJob !== undefined;
}

/** The first task of a job has no slot, on whichever node it runs. */
function slotOf({ Slot, NodeID = "" }: EngineTask, service: EngineService | undefined): string {
  if (Slot) return String(Slot);
  return service && !isGlobal(service.Spec) ? "0" : `0${NodeID}`;
}

/** The engine omits the number 0. */
function iterationOf(iteration: { readonly Index?: number } | null | undefined): number | undefined {
  return iteration ? (iteration.Index ?? 0) : undefined;
}

/** The engine omits trailing zeros of the decimals. */
function sortable(time: string): string {
  const [seconds = "", decimals = ""] = time.replace(/Z$/, "").split(".");
  return `${seconds}.${decimals.padEnd(9, "0")}`;
}
