import type { Engine } from "../../components/stack/deployer/engine.ts";
import { EngineRefusal } from "../../components/stack/deployer/failures.ts";
import type { CommandResult, Host } from "../../components/stack/deployer/host.ts";
import { cluster } from "./fakeHost.ts";
import { engineAnswers } from "./judgement.ts";

const ours = { "com.docker.stack.namespace": "s", "swarm.cluster": cluster };

interface NetworkAnswer {
  readonly Id: string;
  readonly Name: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly Options?: Readonly<Record<string, string>>;
  readonly IPAM?: { readonly Config: readonly { readonly Subnet: string }[] };
}

/** What a fake swarm contains; all of it belongs to stack `s` of this cluster, unless labels say otherwise. */
export interface FakeContent {
  /** Lines of `engineAnswers` before the deployment. */
  readonly before?: string;
  /** The same for each observation after it; the last one repeats. */
  readonly after?: readonly string[];
  /** `config s_page-1` */
  readonly objects?: readonly string[];
  readonly networks?: readonly NetworkAnswer[];
  /** Labels of each service. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Facts about a service in addition to those in the lines, by name in the file. */
  readonly facts?: Readonly<Record<string, object>>;
  /** How docker commands end; default with 0. */
  readonly docker?: (args: readonly string[], input: string) => Partial<CommandResult> | undefined;
  /** Requests that the engine refuses, such as `DELETE /networks/a`. */
  readonly refuses?: Readonly<Record<string, number>>;
  /** The state of each node. */
  readonly nodes?: readonly string[];
  /** Further labels of each node. */
  readonly nodeLabels?: readonly Readonly<Record<string, string>>[];
  readonly swarm?: string;
}

/**
 * A swarm for the deployer, and a clock that only `sleep` moves. Records what changes something.
 */
export class FakeSwarm implements Host {
  readonly changes: string[] = [];
  /** Standard input of each `docker stack deploy`. */
  readonly files: string[] = [];
  readonly said: string[] = [];
  readonly engine: Engine & { deadline: number };
  /** Number of observations since the last deployment. */
  observations = 0;
  private readonly content: FakeContent;
  private readonly objects: string[];
  private readonly paused = new Set<string>();
  private isDeployed = false;
  private time = 1000;

  constructor(content: FakeContent) {
    this.content = content;
    this.objects = [...(content.objects ?? [])];
    this.engine = {
      deadline: Number.POSITIVE_INFINITY,
      get: async (path, query = {}) => this.answer(path, query) as never,
      find: async (path) => this.networkAt(path) as never,
      post: async (path, body) => this.post(path, body),
      delete: async (path) => this.change(`DELETE ${path}`),
    };
  }

  readonly now = (): number => this.time;

  readonly sleep = async (seconds: number): Promise<void> => {
    this.time += seconds;
  };

  readonly say = (line: string): void => {
    this.said.push(line);
  };

  readonly docker = async (args: readonly string[], _seconds: number, input = ""): Promise<CommandResult> => {
    const isReport = args[1] === "ps" || args[1] === "logs";
    if (!isReport) this.changes.push(`docker ${args.join(" ")}`);
    const result = { code: 0, output: "", messages: "", ...this.content.docker?.(args, input) };
    if (args[0] === "stack" && result.code === 0) {
      this.files.push(input);
      this.isDeployed = true;
      this.observations = 0;
    }
    return result;
  };

  private change(request: string): void {
    const status = this.content.refuses?.[request];
    this.changes.push(request);
    if (status !== undefined) throw new EngineRefusal(status, '{"message":"in use"}');
  }

  private post(path: string, body: unknown): void {
    if (path.startsWith("/nodes/")) {
      // If it is refused, another deployment was faster.
      this.paused.add(path.split("/")[2] ?? "");
      this.change(`POST ${path} ${JSON.stringify(body)}`);
      return;
    }
    const { Name, Data } = body as { Name: string; Data: string };
    this.change(`POST ${path} ${Name} ${Data}`);
    this.objects.push(`${path.startsWith("/config") ? "config" : "secret"} ${Name}`);
  }

  private answer(path: string, query: Readonly<Record<string, unknown>>): unknown {
    const { networks = [], nodes = ["ready"], swarm = "swarm-1" } = this.content;
    const filters = query.filters as { label?: string[]; name?: string[] } | undefined;
    switch (path) {
      case "/version":
        return {};
      case "/info":
        return { Swarm: { Cluster: { ID: swarm } } };
      case "/nodes":
        return nodes.map((State, index) => ({
          ID: `node-${index}`,
          Version: { Index: 7 },
          Spec: {
            Role: "worker",
            Availability: this.paused.has(`node-${index}`) ? "pause" : "active",
            Labels: {
              "swarm.node": `worker-${index}`,
              "swarm.cluster": cluster,
              ...this.content.nodeLabels?.[index],
            },
          },
          Status: { State },
        }));
      case "/services":
        return this.services();
      case "/tasks":
        return engineAnswers(this.lines()).tasks;
      case "/configs":
      case "/secrets":
        return this.objects.flatMap((object) => {
          const [kind, name = ""] = object.split(/ (.*)/s);
          const isMeant =
            `/${kind}s` === path && (filters?.name?.some((start) => name.startsWith(start)) ?? true);
          return isMeant ? [{ ID: name, Spec: { Name: name } }] : [];
        });
      case "/networks":
        return networks.filter(({ Labels = ours }) =>
          (filters?.label ?? []).every((label) => {
            const [name = "", value] = label.split("=");
            return (Labels as Readonly<Record<string, string>>)[name] === value;
          }),
        );
      default:
        throw new Error(`GET ${path} is not expected`);
    }
  }

  private services(): unknown {
    if (this.isDeployed) this.observations += 1;
    const { labels = ours, facts = {} } = this.content;
    return engineAnswers(this.lines()).services.map((service) => ({
      ...service,
      Spec: { ...service.Spec, Labels: labels },
      ...facts[service.Spec.Name.slice(2)],
    }));
  }

  private lines(): string {
    const { before = "", after = [] } = this.content;
    if (!this.isDeployed) return before;
    return after[Math.min(Math.max(this.observations, 1), after.length) - 1] ?? before;
  }

  private networkAt(path: string): NetworkAnswer | undefined {
    const name = decodeURIComponent(path.replace("/networks/", ""));
    return this.content.networks?.find(({ Name }) => Name === name);
  }
}
