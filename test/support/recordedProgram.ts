import * as pulumi from "@pulumi/pulumi";
import type { Request } from "./registerRequest.ts";
import { answers } from "./resourceAnswers.ts";

/** A resource as the program registered it with the engine. */
export interface Registration {
  /** `docker:index/container:Container` */
  readonly type: string;
  readonly name: string;
  /** Types of the parents, type and name: the engine identifies a resource by it. */
  readonly urn: string;
  /** Last part of the type, and the name: `Container registry`. */
  readonly label: string;
  /** Label of the parent; empty at the top. */
  readonly parent: string;
  /** Secrets appear as their values. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Paths of the secret inputs: `uploads.0.content`. */
  readonly secrets: readonly string[];
  /** Labels of all dependencies, sorted. */
  readonly dependencies: readonly string[];
  /** The dependencies from which an input comes, sorted. */
  readonly inputDependencies: readonly string[];
  readonly deletedWith: string;
  /** Label of its explicit provider; empty without one. */
  readonly provider: string;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly retainOnDelete: boolean;
  readonly protect: boolean;
  readonly additionalSecretOutputs: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  /** By operation, `{create: "360s"}`; empty if there is none. */
  readonly timeouts: Readonly<Record<string, string>>;
  /** A change of it replaces the resource. */
  readonly replacementTrigger: unknown;
  /** Id of the resource that it takes over; empty if it creates one. */
  readonly importId: string;
}

/** Everything that a program registered, in the order of registration. */
export class Recording {
  readonly registrations: Registration[] = [];

  /** `type name < parent` of each, sorted, because the order of registration does not matter. */
  tree(): string[] {
    return this.registrations
      .map(({ type, name, parent }) => `${type} ${name}${parent ? ` < ${parent}` : ""}`)
      .sort();
  }

  find(label: string): Registration {
    const found = this.registrations.filter((registration) => registration.label === label);
    const [only] = found;
    if (found.length !== 1 || !only) throw new Error(`${found.length} resources are called ${label}`);
    return only;
  }

  all(type: string): Registration[] {
    return this.registrations.filter((registration) => registration.type === type);
  }

  /** All direct and indirect dependencies. */
  before(label: string): Set<string> {
    const found = new Set<string>();
    const visit = (at: string) => {
      for (const dependency of this.find(at).dependencies) {
        if (found.has(dependency)) continue;
        found.add(dependency);
        visit(dependency);
      }
    };
    visit(label);
    return found;
  }
}

export interface RecordingOptions {
  readonly project?: string;
  readonly stack?: string;
  /** True: values that only an update can compute are unknown. */
  readonly preview?: boolean;
  readonly config?: Readonly<Record<string, string>>;
  /** True: the state is empty. */
  readonly firstRun?: boolean;
  /** The result of preflight, by node: `28.5.2 linux x86_64`. */
  readonly engines?: Readonly<Record<string, string>>;
  /** The outputs of stashes that an earlier run created, by name. */
  readonly stashes?: Readonly<Record<string, unknown>>;
  /** The results of provider functions, by token: `aws:ssm/getParameter:getParameter`. */
  readonly calls?: Readonly<Record<string, (inputs: Readonly<Record<string, unknown>>) => object>>;
}

/** Runs a program against an engine that only records; returns the recording and the program's result. */
export async function record<T>(
  program: () => T | Promise<T>,
  options: RecordingOptions = {},
): Promise<{ recording: Recording; result: T }> {
  const {
    project = "swarm",
    stack = "test",
    preview = false,
    firstRun = false,
    config = {},
    calls = {},
    engines = {},
    stashes = {},
  } = options;
  const recording = new Recording();
  await pulumi.runtime.setMocks(
    {
      call: ({ token, inputs }) => {
        const answer = calls[token];
        if (!answer) throw new Error(`nothing here may call ${token}`);
        return answer(inputs);
      },
      newResource: (args) => ({
        id: `${args.name}-id`,
        state: answers(args, { preview, firstRun, engines, stashes }),
      }),
    },
    project,
    stack,
    preview,
  );
  pulumi.runtime.setAllConfig({ ...config });
  listen(recording);
  const result = await program();
  await pulumi.runtime.disconnect();
  refuseTwins(recording);
  return { recording, result };
}

/** The value of an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** The mocks do not get a resource's options, so this reads the request itself. */
function listen(recording: Recording): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: Request, callback: unknown): Promise<void>;
  };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const secrets: string[] = [];
    recording.registrations.push({
      type: request.getType(),
      name: request.getName(),
      urn: [types(request.getParent()), request.getType(), request.getName()].join("::"),
      label: `${lastWord(request.getType())} ${request.getName()}`,
      parent: labelOf(request.getParent()),
      inputs: unwrap(request.getObject().toJavaScript(), "", secrets) as Record<string, unknown>,
      secrets,
      dependencies: request.getDependenciesList().map(labelOf).sort(),
      inputDependencies: inputDependencies(request),
      deletedWith: labelOf(request.getDeletedwith()),
      provider: labelOf(request.getProvider()),
      deleteBeforeReplace: request.getDeletebeforereplacedefined()
        ? request.getDeletebeforereplace()
        : undefined,
      retainOnDelete: request.getRetainondelete(),
      protect: request.getProtect(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      ignoreChanges: request.getIgnorechangesList(),
      replaceOnChanges: request.getReplaceonchangesList(),
      timeouts: timeoutsOf(request),
      replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
      importId: request.getImportid(),
    });
    return register(request, callback);
  };
}

function timeoutsOf(request: Request): Record<string, string> {
  const timeouts = request.getCustomtimeouts();
  const known = {
    create: timeouts?.getCreate(),
    update: timeouts?.getUpdate(),
    delete: timeouts?.getDelete(),
  };
  return Object.fromEntries(Object.entries(known).filter(([, limit]) => limit)) as Record<string, string>;
}

/** The engine replaces a resource along with another only if an input comes from that one. */
function inputDependencies(request: Request): string[] {
  const byInput = request.getPropertydependenciesMap().getEntryList();
  return [...new Set(byInput.flatMap(([, urns]) => urns.flat()).map(labelOf))].sort();
}

/** The engine refuses two resources with the same URN; the mocks do not. */
function refuseTwins({ registrations }: Recording): void {
  const urns = registrations.map(({ urn }) => urn);
  const twin = urns.find((urn, index) => urns.indexOf(urn) !== index);
  if (twin) throw new Error(`two resources are ${twin}`);
}

/** The types of a resource and its ancestors: `swarm:index:Registry$docker:index/container:Container`. */
function types(urn: string): string {
  return urn.split("::")[2] ?? "";
}

function labelOf(urn: string): string {
  if (!urn) return "";
  return `${lastWord(types(urn))} ${urn.split("::")[3]}`;
}

function lastWord(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** The key by which the engine's protocol marks a secret. */
const signature = "4dabf18193072939515e22adb298388d";

function unwrap(value: unknown, path: string, secrets: string[]): unknown {
  if (Array.isArray(value)) return value.map((item, index) => unwrap(item, below(path, index), secrets));
  if (value === null || typeof value !== "object") return value;
  if (signature in value && "value" in value) {
    secrets.push(path);
    return unwrap(value.value, path, []);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, unwrap(item, below(path, key), secrets)]),
  );
}

function below(path: string, key: string | number): string {
  return path ? `${path}.${key}` : String(key);
}
