/**
 * What the engine's API returns, as far as the deployer reads it:
 * https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Service
 */
export interface EngineService {
  readonly ID: string;
  readonly Spec: ServiceSpec;
  readonly PreviousSpec?: ServiceSpec | null;
  readonly UpdateStatus?: { readonly State?: string } | null;
  /** Only if the request asks for it. */
  readonly ServiceStatus?: {
    readonly RunningTasks?: number;
    readonly DesiredTasks?: number;
    readonly CompletedTasks?: number;
  } | null;
  readonly JobStatus?: { readonly JobIteration?: { readonly Index?: number } } | null;
}

export interface ServiceSpec {
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Mode: {
    readonly Replicated?: { readonly Replicas?: number };
    readonly Global?: object;
    readonly ReplicatedJob?: { readonly TotalCompletions?: number };
    readonly GlobalJob?: object;
  };
  readonly TaskTemplate: {
    readonly ContainerSpec?: ContainerSpec;
    readonly RestartPolicy?: { readonly MaxAttempts?: number } | null;
    readonly Placement?: { readonly Constraints?: readonly string[] | null } | null;
  };
  readonly UpdateConfig?: { readonly FailureAction?: string } | null;
  readonly EndpointSpec?: { readonly Ports?: readonly EnginePort[] | null } | null;
}

interface ContainerSpec {
  readonly Labels?: Readonly<Record<string, string>> | null;
}

export interface EnginePort {
  readonly Protocol: string;
  readonly TargetPort: number;
  readonly PublishedPort?: number;
  readonly PublishMode?: string;
}

export interface EngineTask {
  readonly ID: string;
  /** RFC 3339 with up to nine decimals. */
  readonly CreatedAt: string;
  readonly ServiceID: string;
  readonly Slot?: number;
  readonly NodeID?: string;
  readonly DesiredState: string;
  readonly Status: { readonly Timestamp?: string; readonly State: string; readonly Err?: string };
  readonly Spec: { readonly ContainerSpec?: ContainerSpec };
  readonly JobIteration?: { readonly Index?: number } | null;
}

export interface EngineNode {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: {
    readonly Labels?: Readonly<Record<string, string>> | null;
    readonly Availability?: string;
  };
  readonly Status: { readonly State: string };
}
