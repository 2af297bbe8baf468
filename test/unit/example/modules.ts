/** The example is plain JavaScript; these are the parts of it that are tested. */
export interface Answer {
  readonly id: number;
  readonly at: number;
  readonly duration: number;
  readonly edge: string;
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

interface BarsModule {
  barHeight(answer: { duration: number; failure?: string }, slow: number): number;
  slowOf(answers: readonly { duration: number; failure?: string }[]): number;
}

export const example = new URL("../../../example/", import.meta.url);

async function load<T>(path: string): Promise<T> {
  return (await import(new URL(path, example).href)) as T;
}

export const { emptySwarm, withAnswer, withFailure, picture } =
  await load<SwarmModule>("edge/page/swarm.mjs");
export const { barHeight, slowOf } = await load<BarsModule>("edge/page/answers.mjs");
