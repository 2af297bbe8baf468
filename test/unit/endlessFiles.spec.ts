import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { Folder } from "../support/folder.ts";

const service = (line: string) => `services: {web: {image: nginx, ${line}}}`;
const build = (line: string) => `services: {web: {build: {context: ., ${line}}}}`;
const object = (kind: string, file: string) => `${service("init: true")}\n${kind}: {a: {file: ${file}}}`;
const plain = "services: {web: {image: nginx}}";
const regular = "name a regular file";

/** A compose file, other settings, and what is told; PIPE stands for the pipe's name. */
interface Case {
  readonly compose?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
  readonly pipes?: readonly string[];
  readonly diagnostics: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "a compose file that is a pipe": {
    settings: { stacks: { shop: { file: "pipe" } } },
    diagnostics: [`swarm:stacks.shop.file: names pipe, which is a named pipe → ${regular}`],
  },
  "a compose file that is a device": {
    settings: { stacks: { shop: { files: ["compose.yaml", "/dev/zero"] } } },
    diagnostics: [`swarm:stacks.shop.files[1]: names /dev/zero, which is a device → ${regular}`],
  },
  "a config from /dev/zero": {
    compose: object("configs", "/dev/zero"),
    diagnostics: [`compose.yaml: configs.a.file: names /dev/zero, which is a device → ${regular}`],
  },
  "a config from a pipe": {
    compose: object("configs", "pipe"),
    diagnostics: [`compose.yaml: configs.a.file: names pipe, which is a named pipe → ${regular}`],
  },
  "a secret from /dev/random": {
    compose: object("secrets", "/dev/random"),
    diagnostics: [`compose.yaml: secrets.a.file: names /dev/random, which is a device → ${regular}`],
  },
  "variables from a pipe": {
    compose: service("env_file: pipe"),
    diagnostics: [`compose.yaml: services.web.env_file[0]: names pipe, which is a named pipe → ${regular}`],
  },
  "optional variables from a device": {
    compose: service("env_file: [{path: /dev/zero, required: false}]"),
    diagnostics: [`compose.yaml: services.web.env_file[0]: names /dev/zero, which is a device → ${regular}`],
  },
  "an .env that is a pipe": {
    compose: plain,
    pipes: [".env"],
    diagnostics: [`compose.yaml: names .env, which is a named pipe → ${regular}`],
  },
  "a mounted pipe": {
    compose: service('volumes: ["./pipe:/pipe:ro"]'),
    diagnostics: [
      "compose.yaml: services.web.volumes[0]: mounts ./pipe, a named pipe of this computer → mount a regular file; or choose under swarm:stacks.shop.binds: host (the path is on every node), omit (no mount)",
    ],
  },
  "a Dockerfile that is /dev/zero": {
    compose: build("dockerfile: /dev/zero"),
    diagnostics: [
      `compose.yaml: services.web.build: builds from the project's directory, but /dev/zero is a device → ${regular}`,
    ],
  },
  "a Dockerfile that is a pipe": {
    compose: build("dockerfile: pipe"),
    diagnostics: [
      `compose.yaml: services.web.build: builds from the project's directory, but pipe is a named pipe → ${regular}`,
    ],
  },
  "a .dockerignore that is a pipe": {
    compose: build("network: none"),
    files: { Dockerfile: "FROM scratch" },
    pipes: [".dockerignore"],
    diagnostics: [
      "stack shop: services.web.build: builds from the project's directory, which has a .dockerignore that does not work: FOLDER/.dockerignore is a named pipe → name a regular file",
    ],
  },
  "a Dockerfile's ignore file that is a pipe": {
    compose: build("network: none"),
    files: { Dockerfile: "FROM scratch" },
    pipes: ["Dockerfile.dockerignore"],
    diagnostics: [
      "stack shop: services.web.build: builds from the project's directory, which has a .dockerignore that does not work: FOLDER/Dockerfile.dockerignore is a named pipe → name a regular file",
    ],
  },
  "a context with a pipe in it": {
    compose: build("network: none"),
    files: { Dockerfile: "FROM scratch" },
    pipes: ["sub"],
    diagnostics: [],
  },
  "the whole computer as a context": {
    compose: "services: {web: {build: {context: /, dockerfile: FOLDER/Dockerfile}}}",
    files: { Dockerfile: "FROM scratch" },
    diagnostics: [
      "stack shop: services.web.build: builds from /, which is not a project's folder → name the folder with the image's files",
    ],
  },
  "the kernel's files as a context": {
    compose: "services: {web: {build: {context: /proc/self, dockerfile: FOLDER/Dockerfile}}}",
    files: { Dockerfile: "FROM scratch" },
    diagnostics: [
      "stack shop: services.web.build: builds from /proc/self, which is not a project's folder → name the folder with the image's files",
    ],
  },
  "a build's SSH key that is a pipe": {
    compose: build("ssh: [default=pipe]"),
    files: { Dockerfile: "FROM scratch" },
    diagnostics: [
      `compose.yaml: services.web.build.ssh.default: names pipe, which is a named pipe → ${regular}`,
    ],
  },
  "an SSH key that is a pipe": {
    compose: plain,
    settings: {
      target: "hosts",
      hosts: [{ name: "a", role: "manager", host: "10.0.0.7", hostKey: `ssh-ed25519 ${key("ssh-ed25519")}` }],
      sshKey: "pipe",
    },
    diagnostics: [`swarm:sshKey: names pipe, which is a named pipe → ${regular}`],
  },
};

/** A host key by its form. */
function key(type: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type), Buffer.alloc(36, 1)]).toString("base64");
}

const module = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** In a process of its own, for a file that is read for ever ends no test. */
function faultsOf({ compose = plain, settings = {}, files = {}, pipes = [] }: Case): string[] {
  using folder = new Folder();
  const here = (text: string) => text.replaceAll("FOLDER", folder.path);
  folder.write({ "compose.yaml": here(compose), ...files });
  for (const pipe of ["pipe", ...pipes]) execFileSync("mkfifo", [folder.at(pipe)]);
  const program = `
    const { readUserInput } = await import(${module("components/userInput/readUserInput.ts")});
    const { workspaceOf } = await import(${module("components/input/workspace.ts")});
    const { checkContexts } = await import(${module("components/images/build/contextChecks.ts")});
    const { contextHash } = await import(${module("components/images/build/contextHash.ts")});
    const root = ${JSON.stringify(folder.path)};
    const written = { stacks: { shop: { file: "compose.yaml" } }, ...${JSON.stringify(settings)} };
    const { diagnostics, models } = readUserInput(written, { project: "swarm", stack: "dev" }, workspaceOf(root));
    const all = [...diagnostics, ...checkContexts(models, root)];
    if (all.length === 0) for (const build of models.flatMap(({ builds }) => Object.values(builds))) contextHash(build);
    console.log(JSON.stringify(all.map(({ path, problem, hint }) => path + ": " + problem + " → " + hint)));`;
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    ["--max-old-space-size=200", "--input-type=module", "--eval", program],
    { encoding: "utf8", timeout: 15_000, cwd: folder.path },
  );
  assert.deepEqual([signal, stderr], [null, ""], "it ends by itself");
  return JSON.parse(stdout).map((text: string) => text.replaceAll(folder.path, "FOLDER"));
}

describe("an endless file", () => {
  for (const [name, input] of Object.entries(cases))
    it(name, () => assert.deepEqual(faultsOf(input), input.diagnostics));
});
