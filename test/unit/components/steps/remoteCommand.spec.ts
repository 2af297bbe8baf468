import assert from "node:assert/strict";
import { remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { RemoteCommand } from "../../../../components/steps/remoteCommand.ts";
import { record } from "../../../support/recordedProgram.ts";

describe("RemoteCommand", () => {
  it("registers what remote.Command registers", async () => {
    const connection = {
      ...{ host: "10.0.0.1", port: 22, user: "admin", privateKey: "key", hostKey: "ssh-ed25519 AAAA" },
      ...{ dialErrorLimit: 15, perDialTimeout: 10 },
    };
    const args = {
      create: "true",
      delete: "false",
      stdin: "text",
      triggers: ["once"],
      logging: remote.Logging.None,
      addPreviousOutputInEnv: false,
    };
    const options = { additionalSecretOutputs: ["stdout"], customTimeouts: { create: "9s" } };
    const { recording } = await record(() => {
      new remote.Command("theirs", { connection, ...args }, options);
      new RemoteCommand("ours", { connection: pulumi.secret(connection), ...args }, options);
    });
    const [theirs, ours] = ["theirs", "ours"].map((name) => {
      const { urn: _urn, name: _name, label: _label, ...rest } = recording.find(`Command ${name}`);
      return rest;
    });
    assert.deepEqual(ours, theirs);
    assert.deepEqual(ours?.inputs.connection, connection);
    assert.deepEqual(ours?.secrets, ["connection"]);
  });
});
