import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { awsTestPython } from "../../../tools/test/awsParts.ts";
import { freePorts } from "../../support/freePorts.ts";
import { AwsApi } from "./awsApi.ts";
import { runFolder } from "./places.ts";

/** The AWS API of an account; it ends when its standard input does. */
export async function startApi(region: string): Promise<{ server: ChildProcess; api: AwsApi }> {
  const port = await freePorts(1);
  mkdirSync(runFolder, { recursive: true });
  const log = openSync(join(runFolder, "api.log"), "a");
  const program = join(import.meta.dirname, "server.py");
  const server = spawn(awsTestPython, [program, "127.0.0.1", String(port)], {
    stdio: ["pipe", log, log],
    env: {
      ...process.env,
      AWS_REGION: region,
      MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  const api = new AwsApi(`http://127.0.0.1:${port}`);
  for (let tries = 1; ; tries++) {
    try {
      await api.left();
      return { server, api };
    } catch (error) {
      if (server.exitCode !== null || tries === 300) throw new Error(`the AWS API does not start: ${error}`);
      await sleep(200);
    }
  }
}

export async function stopApi(server: ChildProcess): Promise<void> {
  server.stdin?.end();
  if (server.exitCode === null) await new Promise((resolve) => server.once("exit", resolve));
}
