import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { type PayloadRecord, payloadOf } from "../../../../components/steps/payload.ts";
import { payloadFunctions, readScript } from "../../../../components/steps/script.ts";
import { Folder } from "../../../support/folder.ts";
import { run } from "../../../support/run.ts";

/** Writes what each record holds into files of its own: NUMBER-kind, NUMBER-1, NUMBER-2, …; texts by a variable. */
const reader = `
number=0
take() {
  number=$((number + 1))
  printf '%s' "$1" >"$OUT/$number-kind"
  shift
  place=0
  for one; do
    place=$((place + 1))
    if [ "$HOW" = text ]; then
      field text "$one"
      printf '%s' "$text" >"$OUT/$number-$place"
    else
      bytes "$one" >"$OUT/$number-$place"
    fi
  done
}
each_record take
`;

class Reader extends Folder {
  readonly #script: string;

  constructor() {
    super();
    this.write({ "reader.sh": reader });
    this.#script = readScript(payloadFunctions, pathToFileURL(this.at("reader.sh")));
  }

  /** The files that come of a payload, by name. */
  async receive(payload: string, how: "text" | "bytes" = "text") {
    const out = this.at(`out-${readdirSync(this.path).length}`);
    mkdirSync(out);
    const env = { ...process.env, OUT: out, HOW: how };
    const { code, stderr } = await run("sh", ["-c", this.#script], { input: payload, env });
    const files = readdirSync(out).map((name) => [name, readFileSync(`${out}/${name}`)] as const);
    return { code, stderr, files: Object.fromEntries(files) };
  }
}

/** The files that must come of the records. */
function expected(records: readonly (readonly [string, ...Buffer[]])[]): Record<string, Buffer> {
  const files = records.flatMap(([kind, ...fields], index) => [
    [`${index + 1}-kind`, Buffer.from(kind)] as const,
    ...fields.map((field, path) => [`${index + 1}-${path + 1}`, field] as const),
  ]);
  return Object.fromEntries(files);
}

const kind = fc.constantFrom("secret", "config", "compose", "job", "external-network", "token");
/** What has a meaning to a shell, to read(1), or to this framing. */
const nasty = fc.constantFrom(
  ...[
    "\n",
    "\r\n",
    "end",
    "\nend\n",
    "\nsecret evil aGk=\n",
    "secret",
    " ",
    "\t",
    "'",
    '"',
    "\\",
    "$(id)",
    "`id`",
  ],
  ...[
    "-",
    "--",
    "*",
    "?",
    "[a]",
    "~",
    "#",
    ";",
    "&",
    "|",
    "=",
    "%s",
    "%%",
    "\\c",
    "\\0",
    "",
    "ü",
    "😀",
    "\u2028",
    ".",
  ],
);
const text = fc
  .array(fc.oneof(nasty, fc.string({ unit: "binary", maxLength: 20 })), { maxLength: 6 })
  .map((parts) => parts.join("").replaceAll("\0", ""));
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
const rounds = { numRuns: 60 };

describe("a payload", () => {
  const reading = new Reader();
  after(() => reading[Symbol.dispose]());

  it("delivers any texts unchanged, and never another record", async () => {
    const record = fc.tuple(kind, text, text, text);
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 5 }), async (records) => {
        const { code, stderr, files } = await reading.receive(payloadOf(records));
        assert.deepEqual([code, stderr], [0, ""]);
        const wanted = records.map(
          ([first, ...rest]) => [first, ...rest.map((one) => Buffer.from(one))] as const,
        );
        assert.deepEqual(files, expected(wanted));
      }),
      rounds,
    );
  });

  it("delivers any bytes, even NUL", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(kind, bytes), { maxLength: 5 }), async (records) => {
        const sent = records.map(
          ([first, content]): PayloadRecord => [first, { base64: content.toString("base64") }],
        );
        const { code, files } = await reading.receive(payloadOf(sent), "bytes");
        assert.deepEqual([code, files], [0, expected(records)]);
      }),
      rounds,
    );
  });

  it("refuses a text with NUL, which no shell variable can hold", () => {
    assert.throws(() => payloadOf([["token", "a\0b"]]), /a text with a NUL character cannot be sent/);
  });

  it("refuses an ambiguous record kind", () => {
    for (const wrong of ["end", "", "a b", "a\nb", "-e", "A"])
      assert.throws(() => payloadOf([[wrong]]), /is not a kind of record/, wrong);
  });

  it("is refused if part of it is missing", async () => {
    const whole = payloadOf([
      ["token", "one"],
      ["token", "two"],
    ]);
    for (const cut of [0, 3, 10, whole.length - 2, whole.length - 5]) {
      const { code, stderr } = await reading.receive(whole.slice(0, cut));
      assert.equal(code, 1, String(cut));
      assert.match(stderr, /: what this step is to read was cut off\n {2}→ run pulumi up again\n$/);
    }
  });
});

describe("in_memory", () => {
  it("creates a private folder, and removes it and those of earlier runs", async () => {
    using folder = new Folder();
    const old = "shm/swarm-pull.abcdefgh/config.json";
    folder.write({ [old]: "{}", "shm/swarm-pull-of-others/file": "", "shm/swarm-pullx.abcdefgh/file": "" });
    folder.write({
      "script.sh": 'in_memory pull\nprintf secret >"$memory/file"\nls "$SHM" >"$SHM.seen"\necho "$memory"\n',
    });
    const script = readScript(payloadFunctions, pathToFileURL(folder.at("script.sh"))).replaceAll(
      "/dev/shm/",
      `${folder.at("shm")}/`,
    );
    const env = { ...process.env, SHM: folder.at("shm") };
    const { code, stdout } = await run("sh", ["-c", `${script}stat -c %a "$memory"\n`], { env });
    assert.equal(code, 0);
    const [path = "", mode] = stdout.split("\n");
    assert.match(path, /\/shm\/swarm-pull\.\w{8}$/);
    assert.equal(mode, "700");
    assert.deepEqual(
      folder.read("shm.seen").split("\n").slice(0, -1).sort(),
      [basename(path), "swarm-pull-of-others", "swarm-pullx.abcdefgh"].sort(),
    );
    assert.deepEqual(readdirSync(folder.at("shm")).sort(), ["swarm-pull-of-others", "swarm-pullx.abcdefgh"]);
  });

  it("uses a name that Docker from snap can see", async () => {
    using folder = new Folder();
    folder.write({
      "bin/snap": "",
      "shm/snap.docker.swarm-pull.abcdefgh/x": "",
      "script.sh": 'in_memory pull\necho "$memory"\n',
    });
    chmodSync(folder.at("bin/snap"), 0o755);
    symlinkSync(folder.at("bin/snap"), folder.at("bin/docker"));
    const script = readScript(payloadFunctions, pathToFileURL(folder.at("script.sh"))).replaceAll(
      "/dev/shm/",
      `${folder.at("shm")}/`,
    );
    const env = { ...process.env, PATH: `${folder.at("bin")}:${process.env.PATH}` };
    const { code, stdout, stderr } = await run("sh", ["-c", script], { env });
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /\/shm\/snap\.docker\.swarm-pull\.\w{8}\n$/);
    assert.deepEqual(readdirSync(folder.at("shm")), []);
  });
});
