import type { Server } from "node:http";

/** The example is plain JavaScript; these are the parts of it that are tested. */
export interface Lifecycle {
  readonly draining: boolean;
  drain(): Promise<void>;
}

export interface Served {
  readonly server: Server;
  readonly lifecycle: Lifecycle;
}

export interface Data {
  increment(key: string): Promise<number>;
  read(key: string): Promise<number>;
  close(): void;
}

export interface ReplicaList {
  readonly count: number;
  next(tried?: ReadonlySet<string>): Promise<string | undefined>;
  check(): Promise<void>;
  failed(address: string): void;
}

export interface Answer {
  readonly id: number;
  readonly at: number;
  readonly duration: number;
  readonly edge: string;
  readonly expected: number;
  readonly replica: string;
  readonly slot: number;
  readonly container: string;
  readonly node: string;
  readonly version: string;
  readonly visits: number;
}

export interface Picture {
  readonly visits?: number;
  readonly versions: readonly string[];
  readonly rate?: number;
  readonly responseTime?: number;
  readonly failed: number;
  readonly mood: "waiting" | "well" | "recovered" | "failing";
  readonly liveReplicas: number;
  readonly liveNodes: number;
  readonly nodes: readonly {
    readonly name: string;
    readonly edge?: number;
    readonly replicas: readonly {
      readonly name: string;
      readonly container: string;
      readonly answers: number;
      readonly quiet: boolean;
    }[];
  }[];
}

type Swarm = object;

export interface SwarmModule {
  emptySwarm(): Swarm;
  withAnswer(swarm: Swarm, answer: Answer): Swarm;
  withFailure(swarm: Swarm, failure: { at: number; duration: number; failure: string }): Swarm;
  picture(swarm: Swarm, now: number): Picture;
}

interface DataClientModule {
  readonly DataClient: new (options: {
    host: string;
    port: number;
    password: string;
    wait?: number;
    timeout?: number;
    pause?: number;
  }) => Data;
}

interface RespModule {
  encodeCommand(args: readonly string[]): string;
  decodeReply(bytes: Buffer): { value: unknown; length: number } | undefined;
}

interface ReplicasModule {
  readonly Replicas: new (
    places: string,
    options?: { resolve?: (host: string) => Promise<string[]>; fresh?: number; rest?: number },
  ) => ReplicaList;
}

interface ApiModule {
  createApi(options: { identity: object; data: Pick<Data, "increment" | "read">; notice?: number }): Served;
}

interface EdgeModule {
  createEdge(options: {
    node: string;
    files: ReadonlyMap<string, { type: string; body: Buffer }>;
    replicas: ReplicaList;
    notice?: number;
    times?: { connectTime?: number; answerTime?: number; deadline?: number };
  }): Served;
}

interface PageModule {
  readPageConfig(text: string, path: string): { title: string; message: string; accent: string };
  loadPage(
    directory: string,
    config: { title: string; message: string; accent: string },
  ): ReadonlyMap<string, { type: string; body: Buffer }>;
}

interface BarsModule {
  barHeight(answer: { duration: number; failure?: string }, slow: number): number;
  slowOf(answers: readonly { duration: number; failure?: string }[]): number;
}

export const example = new URL("../../../example/", import.meta.url);

async function load<T>(path: string): Promise<T> {
  return (await import(new URL(path, example).href)) as T;
}

export const { DataClient } = await load<DataClientModule>("api/dataClient.mjs");
export const { encodeCommand, decodeReply } = await load<RespModule>("api/resp.mjs");
export const { createApi } = await load<ApiModule>("api/server.mjs");
export const { Replicas } = await load<ReplicasModule>("edge/replicas.mjs");
export const { createEdge } = await load<EdgeModule>("edge/server.mjs");
export const { readPageConfig, loadPage } = await load<PageModule>("edge/page.mjs");
export const { emptySwarm, withAnswer, withFailure, picture } =
  await load<SwarmModule>("edge/page/swarm.mjs");
export const { barHeight, slowOf } = await load<BarsModule>("edge/page/answers.mjs");
