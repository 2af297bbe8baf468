import { showProgress } from "../../setup/progress.mjs";
import { copyVolume } from "./copyVolume.ts";
import type { VolumeCluster } from "./volumeCluster.ts";
import { planMove, type StoredVolume, sizeText } from "./volumes.ts";

/**
 * Moves a volume to another node, with the volumes and services that belong together.
 *
 * The services run again in any case: on the new node, or where they were if anything fails.
 */
export async function moveVolume(cluster: VolumeCluster, volume: string, to: string): Promise<void> {
  const [services, stored] = await Promise.all([cluster.services(), cluster.stored()]);
  const move = planMove(volume, to, services);
  const names = move.services.map(({ name }) => name);
  const replicas = Object.fromEntries(move.services.map(({ name, replicas = 0 }) => [name, replicas]));
  console.log(`${move.volumes.join(", ")}: ${move.from} → ${to}`);
  try {
    await showing(`stop ${names.join(", ")}`, () => cluster.stop(names));
    for (const name of move.volumes) await copy(cluster, name, { stored, from: move.from, to });
    const [from = "", target = ""] = [move.from, to].map((node) => services.nodes.get(node));
    await cluster.hold(from, target, move.volumes);
  } catch (error) {
    const problem = `nothing was moved: ${(error as Error).message}`;
    await showing(`start ${names.join(", ")} on ${move.from} again`, () => cluster.start(replicas)).catch(
      () => {
        throw new Error(`${problem}\n  → the services do not run; run npm run up, then the command again`);
      },
    );
    throw new Error(`${problem}\n  → the services run where they were; fix it, then run the command again`);
  }
  await showing(`start ${names.join(", ")} on ${to}`, () => cluster.start(replicas));
  for (const name of move.volumes)
    console.log(
      `the old copy of ${name} stays on ${move.from}; to remove it: npm run volumes -- remove ${name} ${move.from}`,
    );
}

async function copy(
  cluster: VolumeCluster,
  volume: string,
  { stored, from, to }: { stored: readonly StoredVolume[]; from: string; to: string },
): Promise<void> {
  const { stack = "", kibibytes = 0 } =
    stored.find(({ name, node }) => name === volume && node === from) ?? {};
  const [source, target] = [cluster.on(from), cluster.on(to)];
  const isNew = !stored.some(({ name, node }) => name === volume && node === to);
  await showing(`copy ${volume}, ${sizeText(kibibytes)}`, (note) =>
    copyVolume(volume, { from: source, to: target, stack, kibibytes }, (bytes) =>
      note(`${sizeText(Math.round(bytes / 1024))} of ${sizeText(kibibytes)}`),
    ).catch(async (error) => {
      if (isNew) await target.run("remove", volume);
      throw error;
    }),
  );
  await showing(`compare both copies of ${volume}`, async () => {
    const [before, after] = await Promise.all([source, target].map((node) => node.ask("digest", volume)));
    if (before !== after) {
      await target.run("remove", volume);
      throw new Error(`the copy of ${volume} on ${to} differs from the one on ${from}`);
    }
  });
}

async function showing(title: string, work: (note: (text: string) => void) => Promise<void>): Promise<void> {
  const progress = showProgress(title, { stream: process.stderr });
  try {
    await work((text) => progress.note(text));
    progress.done();
  } catch (error) {
    progress.failed("failed");
    throw error;
  }
}
