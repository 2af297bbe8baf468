import { labelNames } from "../../names.ts";
import type { EngineNode, EngineService, EngineTask } from "../judge/engineJson.ts";
import type { Engine } from "./engine.ts";

const stackLabel = "com.docker.stack.namespace";

/** A config, secret or network. */
export interface NamedObject {
  readonly id: string;
  readonly name: string;
}

/** Labels of what a stack consists of; with a cluster, only what this cluster has created. */
export function stackLabels(stack: string, cluster?: string): Record<string, string> {
  return { [stackLabel]: stack, ...(cluster === undefined ? {} : { [labelNames.cluster]: cluster }) };
}

/** The same as a filter of the engine's API. */
export function stackFilter(stack: string, cluster?: string): { label: string[] } {
  return { label: Object.entries(stackLabels(stack, cluster)).map(([name, value]) => `${name}=${value}`) };
}

export function stackServices(engine: Engine, stack: string): Promise<EngineService[]> {
  return engine.get("/services", { status: "true", filters: stackFilter(stack) });
}

export function stackTasks(engine: Engine, stack: string): Promise<EngineTask[]> {
  return engine.get("/tasks", { filters: stackFilter(stack) });
}

export function nodes(engine: Engine): Promise<EngineNode[]> {
  return engine.get("/nodes");
}

/** @param filters of the engine's API, which matches the beginnings of names */
export async function objects(
  engine: Engine,
  kind: "config" | "secret",
  filters: Readonly<Record<string, readonly string[]>>,
): Promise<NamedObject[]> {
  const all = await engine.get<{ ID: string; Spec: { Name: string } }[]>(`/${kind}s`, { filters });
  return all.map(({ ID, Spec }) => ({ id: ID, name: Spec.Name }));
}

export async function networks(
  engine: Engine,
  filters: Readonly<Record<string, readonly string[]>>,
): Promise<NamedObject[]> {
  const all = await engine.get<{ Id: string; Name: string }[]>("/networks", { filters });
  return all.map(({ Id, Name }) => ({ id: Id, name: Name }));
}
