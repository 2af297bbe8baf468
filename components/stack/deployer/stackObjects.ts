import type { Deployment, PlannedObject } from "../deployment.ts";
import type { Engine } from "./engine.ts";
import { EngineRefusal } from "./failures.ts";
import { type Host, isSoon } from "./host.ts";
import { networks, objects, stackFilter, stackLabels } from "./stackQuery.ts";

const kinds = ["config", "secret"] as const;

/** Creates configs and secrets. Names contain a hash of the content, so an existing object is right. */
export async function createObjects(
  { engine }: Host,
  { stack, objects: wanted }: Deployment,
  cluster: string,
) {
  for (const kind of kinds) {
    const own = wanted.filter((object) => object.kind === kind);
    if (own.length === 0) continue;
    const found = await objects(engine, kind, { name: own.map(({ name }) => name) });
    const there = new Set(found.map(({ name }) => name));
    for (const object of own)
      if (!there.has(object.name)) await create(engine, object, stackLabels(stack, cluster));
  }
}

async function create(
  engine: Engine,
  { kind, name, content, template, labels: own }: PlannedObject,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const body = {
    Name: name,
    Labels: { ...own, ...labels },
    Data: content,
    ...(template ? { Templating: { Name: template } } : {}),
  };
  try {
    await engine.post(`/${kind}s/create`, body);
  } catch (error) {
    // A request that is repeated after a broken connection.
    if (!(error instanceof EngineRefusal) || error.status !== 409) throw error;
  }
}

/** Removes superseded configs and secrets that nothing uses; the next run removes the rest. */
export async function removeSupersededObjects(
  { engine }: Host,
  { stack, objects: wanted, file }: Deployment,
  cluster: string,
): Promise<void> {
  const driven = Object.values(file.secrets ?? {}).map(({ name }) => `secret ${name}`);
  const names = new Set([...wanted.map(({ kind, name }) => `${kind} ${name}`), ...driven]);
  for (const kind of kinds)
    for (const { id, name } of await objects(engine, kind, stackFilter(stack, cluster)))
      if (!names.has(`${kind} ${name}`)) await isRemoved(engine, `/${kind}s/${id}`);
}

/** Seconds until tasks that stop have left a network. */
const leaving = 20;

/** Removes the networks that this cluster created for the stack, and that the file no longer has. */
export async function removeOldNetworks(
  host: Host,
  { stack, networks: wanted }: Deployment,
  cluster: string,
): Promise<void> {
  const { engine, say } = host;
  const kept = new Set(wanted.map(({ name }) => name));
  const old = (await networks(engine, stackFilter(stack, cluster))).filter(({ name }) => !kept.has(name));
  for (const { id, name } of old) {
    if (await isSoon(host, leaving, () => isRemoved(engine, `/networks/${id}`))) continue;
    say(`${stack}: the network ${name} is not in the file, but still in use; the next deployment removes it`);
  }
}

/** The engine refuses to remove what is in use. */
async function isRemoved(engine: Engine, path: string): Promise<boolean> {
  try {
    await engine.delete(path);
    return true;
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    return false;
  }
}
