import { connect } from "node:net";
import type { Connection } from "../../components/steps/connection.ts";
import { findOnPath } from "../../setup/program.ts";
import type { DeployedNode } from "../pulumi/deployedCluster.ts";

/** Milliseconds; a firewall that drops packets gives no answer at all. */
const longest = 4000;

/**
 * The connection to a node: by its address, or through its tunnel if the address does not answer.
 *
 * @throws if a program for the tunnel is missing
 */
export async function openWay({ name, connection, tunnel }: DeployedNode): Promise<Connection> {
  const first = connection.proxy ?? connection;
  if (!tunnel || (await answers(first))) return connection;
  const missing = Object.entries(tunnel.programs).filter(([program]) => !findOnPath(program));
  if (missing.length > 0)
    throw new Error(
      `${name}: ${first.host} does not answer at port ${first.port}, and ${tunnel.name} needs ${missing
        .map(([program]) => program)
        .join(" and ")}, not found on this computer\n` +
        missing.map(([program, guide]) => `  → install ${program}: ${guide}`).join("\n"),
    );
  console.error(`${first.host} does not answer at port ${first.port}: connecting through ${tunnel.name}`);
  return { ...connection, tunnel };
}

function answers({ host, port }: Pick<Connection, "host" | "port">): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: longest });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
