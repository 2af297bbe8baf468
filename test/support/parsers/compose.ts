// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import fc from "fast-check";
import { parseComposeYaml } from "../../../components/compose/load/composeYaml.ts";
import { parseEnvFile, parseRawEnvFile } from "../../../components/compose/load/envFile.ts";
import { interpolateText } from "../../../components/compose/load/interpolation.ts";
import { cpus, duration, memory, size } from "../../../components/compose/schema/amounts.ts";
import { image, labels, openVariables } from "../../../components/compose/schema/composeValues.ts";
import { parseImageName } from "../../../components/compose/schema/imageName.ts";
import { links, platform, restart } from "../../../components/compose/schema/legacyKeys.ts";
import { memoryMounts, mounts } from "../../../components/compose/schema/mountSchema.ts";
import { constraint, parseConstraint } from "../../../components/compose/schema/placementConstraint.ts";
import { ports } from "../../../components/compose/schema/portSchema.ts";
import { hosts } from "../../../components/compose/schema/serviceSchemas.ts";
import { IgnoreRules } from "../../../components/images/build/ignoreRules.ts";
import { repositoryPart } from "../../../components/images/repositoryName.ts";
import { closest } from "../../../components/input/spelling.ts";
import { readUserInput } from "../../../components/userInput/readUserInput.ts";
import { FilePositions } from "../../../tools/check/filePositions.ts";
import { hostileText, hostileValue } from "../hostileText.ts";
import { workspaceWith } from "../workspace.ts";
import { jsonOf, listOf, type Parsers, shape, text } from "./parser.ts";

const lookup = (name: string) => (name === "A" ? "a" : undefined);

const yamlWords = [
  ...["services:", "\n  ", "web:", " image: ", "nginx", "- ", "? ", ": ", "{", "}", "[", "]", ",", "'"],
  ...['"', "\\", "&a ", "*a", "<<: ", "!reset ", "!!set ", "|", ">", "#", "---", "...", "%YAML 1.1"],
  ...["@", "`", "\t", "~", "\n"],
];

/** Reads a stack of these files through the whole program. */
function stackOf(files: Readonly<Record<string, string>>) {
  return readUserInput(
    { stacks: { shop: { files: Object.keys(files).filter((name) => name.endsWith(".yaml")) } } },
    { project: "swarm", stack: "dev" },
    workspaceWith({ ...files, Dockerfile: "FROM scratch" }),
  );
}

const sections = ["services", "networks", "volumes", "configs", "secrets", "x-a", "name", "include"] as const;
const serviceKeys = [
  ...["image", "build", "ports", "volumes", "environment", "env_file", "deploy", "links", "depends_on"],
  ...["labels", "healthcheck", "tmpfs", "configs", "secrets", "networks", "restart", "profiles", "command"],
  ...["security_opt", "extra_hosts", "ulimits", "logging", "platform", "shm_size", "network_mode"],
  ...["hostname", "extends", "ipc", "runtime", "gpus", "__proto__"],
] as const;

const services = fc.dictionary(
  fc.constantFrom("web", "db", "__proto__", "a b"),
  fc.dictionary(fc.constantFrom(...serviceKeys), hostileValue, { maxKeys: 6 }),
);
const composeFile = fc
  .oneof(
    { weight: 3, arbitrary: fc.record({ services }) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.constantFrom(...sections), fc.oneof(hostileValue, services), {
        maxKeys: 4,
      }),
    },
  )
  .map(jsonOf);

const bindTokens = [
  ...[
    "./data",
    "data",
    "./app",
    ".",
    "..",
    "/",
    "~",
    "~/x",
    "./x.db",
    "./link",
    "C:\\",
    "./",
    ":",
    ":/x",
    ":ro",
  ],
  ...["./data:/data", "./app:/app:ro", "~/x:/x", "/srv:/srv"],
];

const positions = new FilePositions(
  workspaceWith({ "compose.yaml": "x: &x {image: [a]}\nservices: {web: {<<: *x, ports: [80]}}" }),
  [],
);

/** What users write in compose files and beside them. */
export const composeParsers: Parsers = {
  "a compose file as text": text((written, path) => parseComposeYaml(written, path), ...yamlWords),
  "a stack whose file is any text": text(
    (written) => stackOf({ "compose.yaml": written }),
    ...yamlWords,
    ...["services: {web: {image: a}}", "ports: [80]", "${A:-", "}"],
  ),
  "a stack whose file has any values": {
    input: composeFile,
    parse: (file: string) => stackOf({ "compose.yaml": file }),
  },
  "a diagnostic path": text(
    (path) => positions.positionOf(path),
    ...["compose.yaml", ": ", " + ", "services", ".", "web", "[", "]", "0", '"', "\\", ":12:5", "__proto__"],
    ...["compose.yaml: services.web.image", 'compose.yaml: services["a b"].ports[0]'],
  ),
  "a file that a diagnostic path leads into": {
    input: composeFile,
    parse: (file: string) =>
      new FilePositions(workspaceWith({ "compose.yaml": file }), []).positionOf(
        'compose.yaml: services["a b"].image[0]',
      ),
  },
  "bind mounts and their settings": {
    input: fc.tuple(
      fc.array(hostileText(...bindTokens), { maxLength: 4 }),
      fc.dictionary(hostileText(...bindTokens), fc.constantFrom("volume", "config", "host", "omit"), {
        maxKeys: 3,
      }),
    ),
    parse: ([volumes, binds]: [string[], Record<string, string>]) =>
      readUserInput(
        { stacks: { shop: { file: "compose.yaml", binds } } },
        { project: "swarm", stack: "dev" },
        workspaceWith(
          {
            "compose.yaml": JSON.stringify({ services: { web: { build: "./app", volumes } } }),
            ...{ "app/Dockerfile": "FROM scratch", "data/a": "a", "data/b/c": "c", "x.db": "x" },
            ...{ "link/a": { link: "data/a" }, "/home/ada/x": "x" },
          },
          { HOME: "/home/ada" },
        ),
      ),
  },
  "a stack of two files": {
    input: fc.tuple(composeFile, composeFile),
    parse: ([one, other]: [string, string]) => stackOf({ "compose.yaml": one, "more.yaml": other }),
  },
  interpolation: text(
    (written, path) => interpolateText(written, lookup, path),
    ...["$", "{", "}", "A", "B", ":-", "-", ":?", "+", "$A", "${A:-", "${B:?", "${", "$$"],
    ...["${A:-b}", "${A?${B}}"],
  ),
  "an env file": text(
    (written, path) => parseEnvFile(written, lookup, path),
    ...["A", "=", ":", "'", '"', "\\", "#", " ", "\t", "\n", "export ", "$A", "${A:-", "}", "B=c\n"],
    ...["A=b # c\n", "export A='b'\n", 'A="b\nc"\n'],
  ),
  "a raw env file": text(
    (written, path) => parseRawEnvFile(written, lookup, path),
    ...["A", "=", "#", " ", "\t", "\n", "A=b\n"],
    "A=b c\n",
  ),
  "variables of a service": {
    input: hostileText("A", "=", "'", '"', "\\", "#", " ", "\n", "${A:-", "}"),
    parse: (file: string) =>
      stackOf({ "compose.yaml": "services: {web: {image: a, env_file: .env}}", ".env": file }),
  },
  ".dockerignore": {
    ...text(
      (written) => {
        // A larger file is not read.
        const rules = new IgnoreRules(written.slice(0, 64 * 1024));
        return ["a", "a/a", "a/a/b.js", "aaaaaaaa/".repeat(30)].map((path) => rules.match(path, []));
      },
      ...["**", "*", "?", "/", "a", "!", "#", "\n", "[", "]", "^", "\\", "{", "}", "|", "1", ",", "."],
      ...["(", ")", "**/a*/", "*a{1,9}b{9}", "*a{999}b{999}\n"],
    ),
    throws: true,
  },
  "a duration": shape(
    duration,
    ...["1", ".", "h", "ms", "m", "s", "-", "µs", "99999999999h", "1h30m", "1.5s"],
  ),
  "a size": shape(size, "1", ".", "k", "m", "g", "b", "i", " ", "-", "1.5gb", "64M"),
  memory: shape(memory, "1", ".", "k", "m", "g", "b", "i", " ", "512m"),
  processors: shape(cpus, "0", ".", "5", "-", "e", "0.5"),
  ports: listOf(
    ports,
    ...["80", ":", "-", "/tcp", "/udp", "127.0.0.1", "[", "::1", "]", "65536", "0"],
    ...["127.0.0.1:8000-8010:80-90/tcp", "8080:80"],
  ),
  "a constraint": shape(
    constraint,
    ...["node.", "labels.", "role", ".", "a", "==", "!=", "=", " ", "\t", "-", "manager"],
    ...["node.labels.zone==a", "node.role != manager"],
  ),
  "the parts of a constraint": text(
    (written) => parseConstraint(written),
    ...["node.", "labels.", "a", "==", "!=", " ", "\t"],
    "node.labels.zone==a",
  ),
  "an image": shape(
    image,
    ...["a", "/", ":", "@", "sha256:", "-", "_", ".", "A", "docker.io", "localhost", "5000"],
    ...[
      "ghcr.io/acme/shop:1.2@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "nginx:1.29",
    ],
  ),
  "the parts of an image": text(
    (written) => parseImageName(written),
    ...["a", "/", ":", "@", "sha256:", "-", "__", ".", "A", "localhost", "0"],
    "ghcr.io/acme/shop:1.2@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  ),
  labels: shape(labels, "a", "=", ",", "a.b=c"),
  variables: listOf(openVariables, "A", "=", "b", "__proto__", "A=b"),
  mounts: listOf(
    mounts,
    ...["a", ":", "/", "ro", ",", "~", "./", "C:\\", "nocopy", "z", "data:/data:ro", "./a:/b"],
  ),
  "mounts in memory": listOf(
    memoryMounts,
    ...["/", "a", ":", "size=", "64m", ",", "mode=", "0", "777", "uid=", "/run:size=64m,mode=1777"],
  ),
  "hosts of a service": listOf(
    hosts,
    ...["a", ":", "=", "1.2.3.4", "host-gateway", "a:10.0.0.1", "a=host-gateway"],
  ),
  links: listOf(links, "web", ":", "a", ".", "web:alias"),
  "a restart": shape(restart, "on-failure", ":", "3", "always", "no", "on-failure:3"),
  "a platform": shape(platform, "linux", "/", "amd64", "arm64", "v8", "linux/arm/v7"),
  "a misspelt word": text((written) => closest(written, serviceKeys), "image", "s", "w"),
  "a repository's part": text((written) => repositoryPart(written), "a", "-", ".", "_", "A", "0"),
};
