import { type BadInput, lines, web } from "./badInput.ts";

const nodes = "but the service runs on the nodes";
const at = "compose.yaml: services.web.volumes[0]:";
const choose = "or choose under swarm:stacks.shop.binds:";
const beside = "write a path beside the compose file";
const withBinds = (binds: unknown) => ({ stacks: { shop: { file: "compose.yaml", binds } } });
const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`data/${index}.txt`, "a"]));
const setting = (path: string) => `swarm:stacks.shop.binds[${JSON.stringify(path)}]:`;

/** Mounts of this computer's files that need a choice, and bad choices. */
export const badBinds: readonly BadInput[] = [
  {
    name: "a directory with too many files",
    compose: web("volumes: ['./data:/data']"),
    files: many,
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with more than 50 files, ${nodes} → copy its files into the image; ${choose} volume (empty at first), host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a directory with too many files that the service only reads",
    compose: web("volumes: ['./data/../data/:/data:ro']"),
    files: many,
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with more than 50 files, ${nodes} → copy its files into the image; ${choose} host (the path is on every node), volume (empty at first), omit (no mount)`,
    ],
  },
  {
    name: "a directory with a file that is too large",
    compose: web("volumes: [{type: bind, source: data, target: /data}]"),
    files: { "data/in/a.bin": "x".repeat(1024000) },
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with in/a.bin, which has 1024000 bytes, but a config may have 1023999, ${nodes} → copy its files into the image; ${choose} volume (empty at first), host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a directory with too many bytes",
    compose: web("volumes: ['./data:/data:ro']"),
    files: Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`data/${index}`, "x".repeat(1_000_000)]),
    ),
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with more than 8 MiB, ${nodes} → copy its files into the image; ${choose} host (the path is on every node), volume (empty at first), omit (no mount)`,
    ],
  },
  {
    name: "a directory with a symbolic link that leads out of it",
    compose: web("volumes: ['./data:/data:ro']"),
    files: { "data/a": "a", "data/link": { link: "secret" }, secret: "hush" },
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with link, a symbolic link that leads out of it, ${nodes} → copy its files into the image; ${choose} host (the path is on every node), volume (empty at first), omit (no mount)`,
    ],
  },
  {
    name: "a directory with a symbolic link that leads nowhere",
    compose: web("volumes: ['./data:/data:ro']"),
    files: { "data/link": { link: "nothing" } },
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with link, a symbolic link to a path that is not there, ${nodes} → copy its files into the image; ${choose} host (the path is on every node), volume (empty at first), omit (no mount)`,
    ],
  },
  {
    name: "a directory with a symbolic link to itself",
    compose: web("volumes: ['./data:/data:ro']"),
    files: { "data/a": "a", "data/link": { link: "data" } },
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with link, a symbolic link that leads out of it, ${nodes} → copy its files into the image; ${choose} host (the path is on every node), volume (empty at first), omit (no mount)`,
    ],
  },
  {
    name: "a directory with a socket",
    compose: web("volumes: ['./run:/run/web']"),
    files: { "run/web.sock": { kind: "socket" } },
    diagnostics: [
      `${at} mounts ./run, a directory of this computer with web.sock, a socket, ${nodes} → copy its files into the image; ${choose} volume (empty at first), host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a directory with source code and too many files",
    compose: web("volumes: ['./data:/app']"),
    files: { ...many, "data/package.json": "{}" },
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with more than 50 files, ${nodes} → copy its files into the image; ${choose} host (the path is on every node), volume (empty at first), omit (no mount)`,
    ],
  },
  {
    name: "a directory with a database",
    compose: web("volumes: ['./data:/data']"),
    files: { "data/shop.sqlite3": "a" },
    diagnostics: [
      `${at} mounts ./data, a directory of this computer with shop.sqlite3, which a program writes, ${nodes} → name a volume in the compose file; ${choose} volume (empty at first), config (the files become configs), host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a database",
    compose: web("volumes: ['./shop.db:/shop.db']"),
    files: { "shop.db": "a" },
    diagnostics: [
      `${at} mounts ./shop.db, which a program writes, ${nodes} → mount a volume instead; ${choose} omit (no mount), config (the files become configs), host (the path is on every node)`,
    ],
  },
  {
    name: "a directory with a log",
    compose: web("volumes: ['./log:/var/log/web']"),
    files: { "log/in/access.log": "a" },
    diagnostics: [
      `${at} mounts ./log, a directory of this computer with in/access.log, which a program writes, ${nodes} → name a volume in the compose file; ${choose} volume (empty at first), config (the files become configs), host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a socket",
    compose: web("volumes: ['./web.sock:/web.sock']"),
    files: { "web.sock": { kind: "socket" } },
    diagnostics: [
      `${at} mounts ./web.sock, a socket of this computer → mount a regular file; ${choose} host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a file that is not there",
    compose: web("volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']"),
    diagnostics: [
      `${at} mounts ./nginx.conf, which is not on this computer, ${nodes} → make the file, or fix the path; ${choose} omit (no mount), host (the path is on every node)`,
    ],
  },
  {
    name: "a file that this user cannot read",
    compose: web("volumes: ['./a:/a']"),
    files: { a: { unreadable: "is not readable by this user" } },
    diagnostics: [
      `${at} mounts ./a, which is not readable by this user → give the user who runs this the right to read it; ${choose} host (the path is on every node), omit (no mount)`,
    ],
  },
  {
    name: "a file in the home directory",
    compose: web("volumes: ['~/web.conf:/web.conf:ro']"),
    files: { "/home/ada/web.conf": "a" },
    environment: { HOME: "/home/ada" },
    diagnostics: [
      `${at} mounts ~/web.conf, a path in your home directory, ${nodes} → ${beside}; ${choose} config (the files become configs), omit (no mount)`,
    ],
  },
  {
    name: "a file of another user's home directory",
    compose: web("volumes: ['~bob/web.conf:/web.conf:ro']"),
    environment: { HOME: "/home/ada" },
    diagnostics: [
      `${at} mounts ~bob/web.conf, a path in your home directory, ${nodes} → ${beside}; ${choose} omit (no mount)`,
    ],
  },
  {
    name: "a path of Windows with slashes",
    compose: web("volumes: ['C:/data:/data:ro']"),
    diagnostics: [
      `${at} mounts C:/data, a path of Windows, ${nodes} → ${beside}; ${choose} omit (no mount), volume (empty at first)`,
    ],
  },
  {
    name: "a choice that does not exist",
    settings: withBinds({ "./data": "volumes" }),
    compose: web("volumes: ['./data:/data']"),
    diagnostics: [
      `${setting("./data")} must be volume, config, host or omit, but is "volumes" → write volume`,
    ],
  },
  {
    name: "choices that are no mapping",
    settings: withBinds(["./data"]),
    compose: web("volumes: ['./data:/data']"),
    diagnostics: [
      "swarm:stacks.shop.binds: must be a mapping, but is a list → write for example ./data: volume",
    ],
  },
  {
    name: "a choice for a path that no service mounts",
    settings: withBinds({ "./dta": "volume", "/srv": "host" }),
    compose: web("volumes: ['./data:/data']"),
    diagnostics: [
      `${setting("./dta")} is mounted by no service of the stack → did you mean ./data?`,
      `${setting("/srv")} is mounted by no service of the stack → these are mounted: ./data`,
    ],
  },
  {
    name: "a choice for a volume",
    settings: withBinds({ data: "volume" }),
    compose: lines(web("volumes: ['data:/data']"), "volumes: {data: }"),
    diagnostics: ["swarm:stacks.shop.binds.data: is mounted by no service of the stack → remove it"],
  },
  {
    name: "two choices for one path",
    settings: withBinds({ "./data": "volume", "data/": "omit" }),
    compose: web("volumes: ['./data:/data']"),
    diagnostics: [`${setting("data/")} is the same path as ./data → remove one of the two`],
  },
  {
    name: "a volume for a file",
    settings: withBinds({ "./a.conf": "volume" }),
    compose: lines(web("volumes: ['./a.conf:/a.conf']"), "  api: {image: a, volumes: ['./a.conf:/b.conf']}"),
    files: { "a.conf": "a" },
    diagnostics: [
      `${setting("./a.conf")} is volume, but ./a.conf is a file → choose config or omit, or mount the directory that the file is in`,
    ],
  },
  {
    name: "configs for what is not there, empty or too large",
    settings: withBinds({ "./no": "config", "./empty": "config", "./data": "config", "./big": "config" }),
    compose: web("volumes: ['./no:/a', './empty:/b', './data:/c', './big:/d']"),
    files: { empty: { kind: "directory" }, ...many, big: "x".repeat(1024000) },
    diagnostics: [
      `${setting("./no")} is config, but ./no is not on this computer → choose volume, host or omit`,
      `${setting("./empty")} is config, but ./empty is empty → choose volume, host or omit`,
      `${setting("./data")} is config, but ./data is a directory of this computer with more than 50 files → choose volume, host or omit`,
      `${setting("./big")} is config, but ./big has 1024000 bytes, but a config may have 1023999 → choose volume, host or omit`,
    ],
  },
  {
    name: "a path of the nodes that no node has",
    settings: withBinds({ "~/data": "host", "C:\\data": "host", "D:\\data": "config" }),
    compose: web("volumes: ['~/data:/a', 'C:\\data:/b', 'D:\\data:/c']"),
    diagnostics: [
      `${setting("~/data")} is host, but ~/data is a path in your home directory → write the path on the nodes in the compose file: /srv/data`,
      `${setting("C:\\data")} is host, but C:\\data is a path of Windows → write the path on the nodes in the compose file: /srv/data`,
      `${setting("D:\\data")} is config, but D:\\data is a path of Windows → choose volume or omit`,
    ],
  },
];
