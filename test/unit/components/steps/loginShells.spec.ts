import assert from "node:assert/strict";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";
import { ScriptStore } from "../../../support/scriptStore.ts";

/** The start-up file of each shell that says something, by its name in the home directory. */
const greetings = {
  dash: {},
  bash: { ".bashrc": "echo Welcome" },
  zsh: { ".zshenv": "echo Welcome" },
  fish: { ".config/fish/config.fish": "echo Welcome" },
  tcsh: { ".cshrc": "echo Welcome" },
};

/** What csh, zsh and fish expand and a POSIX shell does not, and the other way round. */
const args = [
  "",
  "it's",
  "!",
  "!!",
  "a!b",
  "a\\",
  "\\n",
  "\\'",
  "$(touch danger)",
  "`touch danger`",
  "$HOME $status $argv",
  "=ls",
  "%1",
  "{a,b}",
  "~root",
  "*",
  "(id)",
  "<(id)",
  "^a^b",
  "# no comment",
  "two\nlines\n",
  "ends with \\\n",
  "tab\tand\rreturn",
  "schön 🐳",
  "a".repeat(5000),
];

const script = `printf '%s\\0' "$@"\ncat\nexit 7\n`;
const payload = "payload\nof two lines\n";
const call = { name: "swarm-step", args, deadline: 20, root: true };

/** Needs the shells themselves: npm test installs them. */
describe("storedCommand in the login shell of a machine's user", () => {
  const scripts = new ScriptStore().store("show-1", script);
  after(() => scripts[Symbol.dispose]());

  for (const [shell, files] of Object.entries(greetings)) {
    const inShell = async (text: string, input: string, home: string) => {
      const { ZDOTDIR: _, XDG_CONFIG_HOME: __, ...environment } = process.env;
      // Bash reads .bashrc where the process comes from sshd.
      const env = { ...environment, HOME: home, SSH_CLIENT: "192.0.2.1 1 22", SHLVL: "0" };
      return run(shell, ["-c", text], { input, env });
    };

    it(`${shell} passes on arguments, payload and exit code`, async () => {
      using home = new Folder();
      const { code, stdout, stderr } = await inShell(scripts.command("show-1", call), payload, home.path);
      assert.deepEqual([stderr, code], ["", 7]);
      assert.deepEqual(stdout.split("\0"), [...args, payload]);
    });

    it(`${shell} runs the script after a greeting of a start-up file`, async () => {
      using home = new Folder();
      home.write(files);
      const text = scripts.command("show-1", { ...call, args: ["one"] });
      const { code, stdout } = await inShell(`${text} # again two`, payload, home.path);
      const greeting = Object.keys(files).length > 0 ? "Welcome\n" : "";
      assert.deepEqual([stdout, code], [`${greeting}one\0${payload}`, 7]);
    });
  }
});
