import { rmSync } from "node:fs";
import type { PayloadRecord } from "../../../components/steps/payload.ts";
import type { Answer, Environment } from "../commandServer.ts";
import { FakeHost, cluster as ownCluster } from "../fakeHost.ts";
import type { Outcome } from "../run.ts";
import { Daemon } from "./daemon.ts";
import { dockerCall, help } from "./dockerCall.ts";
import { answerRequest, requestOf } from "./engineApi.ts";
import { engineCommands } from "./engineCommands.ts";
import { goTemplate, NilField, plain } from "./goTemplate.ts";
import { nodeCommands } from "./nodeCommands.ts";
import { objectCommands } from "./objectCommands.ts";
import { serviceCommands } from "./serviceCommands.ts";
import { Refusal, type Subcommands } from "./subcommands.ts";
import { swarmCommands } from "./swarmCommands.ts";
import type { Membership, SwarmCluster, SwarmFacts } from "./swarmFacts.ts";
import { SwarmState } from "./swarmState.ts";

const subcommands: Subcommands = {
  ...engineCommands,
  ...nodeCommands,
  ...objectCommands,
  ...serviceCommands,
  ...swarmCommands,
};

/** The result of a script, and the changes that it made. */
export interface SwarmOutcome extends Outcome {
  /** Commands and requests that changed something, without `docker`; what docker refused changed nothing. */
  readonly changes: readonly string[];
}

interface Event {
  readonly call: string;
  readonly action: (environment: Environment) => unknown;
  /** The number of calls before it; undefined for an event at every call. */
  left: number | undefined;
}

/**
 * A host with an engine that may be in a swarm. The engine answers from its state, as real templates say, and
 * changes it; a command, option or field that it does not know fails the test.
 */
export class SwarmHost extends FakeHost {
  readonly engine: Membership;
  readonly daemon = new Daemon();
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
  #events: Event[] = [];
  #changes: string[] = [];

  constructor({ engine = {}, cluster = {}, nodes = {}, services, objects }: SwarmFacts = {}) {
    super({
      docker: (args, input, environment) => this.#docker(args, input, environment),
      curl: (args, input, environment) =>
        this.#answer(requestOf(args), environment, (request) => this.#request(request, input)),
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
    this.write("docker/none", "");
    this.ingress = this.engine.state === "inactive" ? undefined : {};
    this.swarm = new SwarmState(
      { "manager-0": { role: "manager", reachability: "leader" }, ...nodes },
      services,
      objects,
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
    return this.#outcome(
      typeof path === "string"
        ? await this.runStored(path, args, payload, replaced)
        : await this.run(path, args, payload, replaced),
    );
  }

  /** Runs a remote step's script with this standard input. */
  async runInput(path: string, args: readonly string[], input: string): Promise<SwarmOutcome> {
    return this.#outcome(await this.runStored(path, args, input));
  }

  /** Runs a text as the script of a remote step. */
  async stepText(text: string, args: readonly string[]): Promise<SwarmOutcome> {
    return this.#outcome(await this.runText(text, args));
  }

  #outcome({ code, stdout, stderr }: Outcome): SwarmOutcome {
    const [missed] = this.#events.filter(({ left = -1 }) => left >= 0);
    if (missed) throw new Error(`the script did not call ${missed.call} often enough`);
    const changes = this.#changes;
    this.#changes = [];
    return { code, stdout, stderr, changes };
  }

  /**
   * Something happens right before a call that starts with these arguments.
   *
   * @param after number of such calls that come before it
   */
  before(call: string, action: (environment: Environment) => unknown, { after = 0 } = {}): this {
    this.#events.push({ call, action, left: after });
    return this;
  }

  /** Docker refuses every call that starts with these arguments; without any, all calls. */
  refuse(call: string, message: string): this {
    const refused = () => {
      throw new Refusal(message);
    };
    this.#events.push({ call, action: refused, left: undefined });
    return this;
  }

  /** Docker refuses these calls no longer. */
  allow(call: string): void {
    this.#events = this.#events.filter((event) => event.call !== call);
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
    rmSync(this.path("docker/swarm"), { recursive: true, force: true });
  }

  #docker(given: readonly string[], input: string, environment: Environment): Promise<Answer> {
    const args = given[0] === "--config" ? given.slice(2) : given;
    const name = [args.slice(0, 2).join(" "), args[0] ?? ""].find((start) =>
      Object.hasOwn(subcommands, start),
    );
    const command = subcommands[name ?? ""];
    if (!name || !command) throw new Error(`the fake swarm does not know docker ${args.join(" ")}`);
    const options = command.options.filter(
      (option) => !(name === "stack deploy" && option === "--detach" && this.daemon.client < 26),
    );
    if (args.at(-1) === "--help") return Promise.resolve({ stdout: help(name, options) });
    const call = dockerCall(args.slice(name.split(" ").length), options);
    return this.#answer(args.join(" "), environment, (text) => {
      if (!this.daemon.isRunning && name !== "info")
        throw new Refusal("Cannot connect to the Docker daemon at unix:///var/run/docker.sock.");
      if (
        /^((node|service|config|secret) |stack deploy|inspect --type task|swarm (update|join-token))/.test(
          text,
        )
      )
        this.#manage();
      if ("connects" in command) return { connect: (socket) => command.connects(this, socket) };
      if ("changes" in command) {
        command.changes(this, call, input);
        this.#changes.push(text);
        return {};
      }
      const objects = command.reads(this, call);
      const format = call.one("--format");
      if (format === undefined && name.endsWith("inspect"))
        return { stdout: `${JSON.stringify(objects, plain, 4)}\n` };
      const shown = call.has("--quiet") ? "{{.ID}}" : (format ?? "{{json .}}");
      return { stdout: objects.map((object) => `${goTemplate(shown, object)}\n`).join("") };
    });
  }

  #request(request: string, input: string): Answer {
    if (!this.daemon.isRunning) return { code: 7 };
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

  async #answer(call: string, environment: Environment, real: (call: string) => Answer): Promise<Answer> {
    try {
      for (const event of this.#events.filter(({ call: start }) => call.startsWith(start))) {
        if (event.left === undefined || event.left-- === 0) await event.action(environment);
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
