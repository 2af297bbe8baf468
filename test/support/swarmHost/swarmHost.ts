import { rmSync } from "node:fs";
import type { PayloadRecord } from "../../../components/steps/payload.ts";
import type { Answer } from "../commandServer.ts";
import { FakeHost, cluster as ownCluster } from "../fakeHost.ts";
import type { Outcome } from "../run.ts";
import { dockerCall } from "./dockerCall.ts";
import { answerRequest, requestOf } from "./engineApi.ts";
import { goTemplate, NilField } from "./goTemplate.ts";
import { nodeCommands } from "./nodeCommands.ts";
import { serviceCommands } from "./serviceCommands.ts";
import { Refusal } from "./subcommands.ts";
import { swarmCommands } from "./swarmCommands.ts";
import { type NodeFacts, type ServiceFacts, SwarmState } from "./swarmState.ts";

const subcommands = { ...nodeCommands, ...serviceCommands, ...swarmCommands };

/** The swarm membership of the host's engine. */
export interface Membership {
  state: "inactive" | "pending" | "active" | "locked";
  /** Its node id, now or after it has joined. */
  node: string;
  address: string;
  isManager: boolean;
  hasLeader: boolean;
  /** Addresses and ports of the managers that it knows. */
  managers: readonly string[];
  error: string;
}

/** The swarm's own settings. */
export interface SwarmCluster {
  id: string;
  labels: ReadonlyMap<string, string> | null;
  /** Its other settings. */
  spec: Readonly<Record<string, unknown>>;
  hasAutolock: boolean;
  version: number;
}

/** What a test says about the host and its swarm; by default it is a manager of this cluster's swarm. */
export interface SwarmFacts {
  readonly engine?: Partial<Membership>;
  readonly cluster?: Partial<SwarmCluster>;
  readonly nodes?: Readonly<Record<string, NodeFacts>>;
  readonly services?: Readonly<Record<string, ServiceFacts>>;
}

/** The result of a script, and the changes that it made. */
export interface SwarmOutcome extends Outcome {
  /** Commands and requests that changed something, without `docker`; what docker refused changed nothing. */
  readonly changes: readonly string[];
}

interface Event {
  readonly call: string;
  readonly action: () => unknown;
  /** The number of calls before it; undefined for an event at every call. */
  left: number | undefined;
}

/**
 * A host with an engine that may be in a swarm. The engine answers from its state, as real templates say, and
 * changes it; a command, option or field that it does not know fails the test.
 */
export class SwarmHost extends FakeHost {
  readonly engine: Membership;
  readonly cluster: SwarmCluster;
  readonly swarm: SwarmState;
  /** The options of the ingress network, if there is one. */
  ingress: Readonly<Record<string, string>> | undefined;
  /** Ids of the containers of tasks here, if they are not those that swarm expects. */
  containers: readonly string[] | undefined;
  /** Bodies of the requests that changed something. */
  readonly sent: unknown[] = [];
  /** What swarm does after each change; at once, unless a test says otherwise. */
  reconcile = (): void => this.swarm.settle();
  readonly #events: Event[] = [];
  #changes: string[] = [];

  constructor({ engine = {}, cluster = {}, nodes = {}, services }: SwarmFacts = {}) {
    super({
      docker: (words, input) => this.#docker(words, input),
      curl: (words, input) => this.#answer(requestOf(words), (request) => this.#request(request, input)),
    });
    this.engine = {
      state: "active",
      node: "manager-0",
      address: "10.0.0.10",
      isManager: true,
      hasLeader: true,
      managers: [],
      error: "",
      ...engine,
    };
    this.cluster = {
      id: "id-of-the-swarm",
      labels: new Map([["swarm.cluster", ownCluster]]),
      spec: {},
      hasAutolock: false,
      version: 42,
      ...cluster,
    };
    this.ingress = this.engine.state === "inactive" ? undefined : {};
    this.swarm = new SwarmState(
      { "manager-0": { role: "manager", reachability: "leader" }, ...nodes },
      services,
    );
  }

  /**
   * Runs a remote step's script; everything that should happen during its calls must have happened.
   *
   * @param path of the script; if no machine stores it, of the files with its functions, and last of the script
   */
  async step(
    path: string | readonly string[],
    args: readonly string[],
    payload?: readonly PayloadRecord[],
    replaced?: Readonly<Record<string, string>>,
  ): Promise<SwarmOutcome> {
    const { code, stdout, stderr } =
      typeof path === "string"
        ? await this.runStored(path, args, payload, replaced)
        : await this.run(path, args, payload, replaced);
    const [missed] = this.#events.filter(({ left = -1 }) => left >= 0);
    if (missed) throw new Error(`the script did not call ${missed.call} often enough`);
    const changes = this.#changes;
    this.#changes = [];
    return { code, stdout, stderr, changes };
  }

  /**
   * Something happens right before a call that starts with these words.
   *
   * @param after number of such calls that come before it
   */
  before(call: string, action: () => unknown, { after = 0 } = {}): this {
    this.#events.push({ call, action, left: after });
    return this;
  }

  /** Docker refuses every call that starts with these words; without words, all calls. */
  refuse(call: string, message: string): this {
    const refused = () => {
      throw new Refusal(message);
    };
    this.#events.push({ call, action: refused, left: undefined });
    return this;
  }

  /** Creates the swarm. */
  create(address: string, labels: ReadonlyMap<string, string>): void {
    Object.assign(this.engine, { state: "active", isManager: true, hasLeader: true, address });
    this.cluster.labels = labels;
    this.ingress = {};
  }

  /** Joins the swarm as a worker; without an address the managers detect it. */
  join(address = "", managers: readonly string[] = this.engine.managers): void {
    Object.assign(this.engine, { state: "active", managers, address: address || this.engine.address });
    this.inSwarm(this.cluster.id);
  }

  leave(): void {
    this.engine.state = "inactive";
    rmSync(this.path("docker/swarm"), { recursive: true });
  }

  #docker(words: readonly string[], input: string): Promise<Answer> {
    const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find((start) =>
      Object.hasOwn(subcommands, start),
    );
    const command = subcommands[name ?? ""];
    if (!name || !command) throw new Error(`the fake swarm does not know docker ${words.join(" ")}`);
    const call = dockerCall(words.slice(name.split(" ").length), command.options);
    return this.#answer(words.join(" "), (text) => {
      if (/^(node|service|inspect|swarm (update|join-token))\b/.test(text)) this.#manage();
      if ("changes" in command) {
        command.changes(this, call, input);
        this.#changes.push(text);
        return {};
      }
      const objects = command.reads(this, call);
      const format = call.one("--format");
      const shown = call.has("--quiet") ? "{{.ID}}" : format === undefined ? "{{json .}}" : format;
      return { stdout: objects.map((object) => `${goTemplate(shown, object)}\n`).join("") };
    });
  }

  #request(request: string, input: string): Answer {
    const answer = answerRequest(this, request, input);
    if (!request.startsWith("GET ")) this.#changes.push(request);
    return answer;
  }

  /** Only a manager whose swarm has a leader answers. */
  #manage(): void {
    if (this.engine.state !== "active" || !this.engine.isManager)
      throw new Refusal("Error response from daemon: This node is not a swarm manager.");
    if (!this.engine.hasLeader)
      throw new Refusal("Error response from daemon: The swarm does not have a leader");
  }

  async #answer(call: string, real: (call: string) => Answer): Promise<Answer> {
    try {
      for (const event of this.#events.filter(({ call: start }) => call.startsWith(start))) {
        if (event.left === undefined || event.left-- === 0) await event.action();
      }
      return real(call);
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof NilField)) throw error;
      return isRequest(call)
        ? { stdout: `${JSON.stringify({ message: error.message })}\n` }
        : { code: 1, stderr: `${error.message}\n` };
    }
  }
}

const isRequest = (call: string) => /^[A-Z]+ \//.test(call);

/** A failed script's message. */
export const failure = (problem: string, hint: string) => `this-host: ${problem}\n  → ${hint}\n`;
