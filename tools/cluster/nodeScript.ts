import { basename } from "node:path";
import { markedOutput } from "../../components/steps/markedOutput.ts";
import { stepScript } from "../../components/steps/script.ts";
import { inlineCommand } from "../../components/steps/shell.ts";
import { SshSession } from "../../components/steps/sshSession.ts";
import type { DeployedNode } from "../pulumi/deployedCluster.ts";

/** A script that a command runs on one node. */
export class NodeScript implements Disposable {
  private readonly node: DeployedNode;
  private readonly session: SshSession;
  private readonly text: string;
  private readonly name: string;
  private readonly cluster: string;
  private readonly deadline: number;

  /**
   * @param files the script last, after those with its functions
   * @param deadline seconds; default a day
   */
  constructor(files: readonly URL[], node: DeployedNode, cluster: string, deadline = 24 * 3600) {
    this.node = node;
    this.deadline = deadline;
    this.cluster = cluster;
    this.session = new SshSession(node.connection);
    this.text = stepScript(...files);
    this.name = `swarm-${basename(files.at(-1)?.pathname ?? "", ".sh")}`;
  }

  /**
   * Runs the script; returns its output.
   *
   * @throws CommandFailed; its messages are on standard error
   */
  async ask(...args: string[]): Promise<string> {
    return markedOutput(await this.session.run(this.command(args), this.text));
  }

  /** The same for a script without output. */
  async run(...args: string[]): Promise<void> {
    await this.session.run(this.command(args), this.text);
  }

  /** The arguments of `ssh` for the script, and the text that its standard input must start with. */
  stream(...args: string[]): { readonly ssh: readonly string[]; readonly text: string } {
    return { ssh: [...this.session.arguments(), this.command(args)], text: this.text };
  }

  private command(args: readonly string[]): string {
    return inlineCommand(Buffer.byteLength(this.text), {
      name: this.name,
      args: ["ours", this.cluster, "", ...args],
      deadline: this.deadline,
      root: this.node.connection.user === "root",
    });
  }

  [Symbol.dispose](): void {
    this.session.close();
  }
}
