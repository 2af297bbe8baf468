// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { mapValues } from "../../../../../components/input/mapping.ts";
import { modelOf } from "../../../../support/composeModel.ts";
import type { Special } from "../../../../support/workspace.ts";
import { lines, web } from "../../../badInput/badInput.ts";

type Beside = Parameters<typeof modelOf>[1];

/** What the services mount, and what is said of it. */
function mountsOf(compose: string, beside: Beside = {}) {
  const { document, warnings, objects } = modelOf(compose, beside);
  const mounts = mapValues(document.services, ({ volumes = [], configs = [] }) => [
    ...volumes.map(({ type, source = "", target, read_only }) =>
      [type, source, target, ...(read_only ? ["ro"] : [])].filter(Boolean).join(" "),
    ),
    ...configs.map(({ source, target, mode }) =>
      ["config", source, target, ...(mode ? [Number(mode).toString(8)] : [])].join(" "),
    ),
  ]);
  return {
    mounts,
    said: warnings.map(
      ({ path, problem, hint }) => `${path.slice("compose.yaml: ".length)}: ${problem} → ${hint}`,
    ),
    volumes: Object.keys(document.volumes),
    objects: objects.map(({ key, content }) => `${key}: ${content.toString("latin1")}`),
  };
}

const at = "services.web.volumes[0]:";
const next = "takes effect with the next up";
const binds = "swarm:stacks.shop.binds";
const empty: Special = { kind: "directory" };

describe("a mount of this computer's files", () => {
  it("of one file becomes a config", () => {
    const files = { "a.conf": Buffer.from([0, 255, 10]) };
    assert.deepEqual(
      mountsOf(web("volumes: ['./a.conf:/etc/a.conf:ro']"), { files, executable: ["a.conf"] }),
      {
        mounts: { web: ["config a.conf-1c95593e /etc/a.conf 555"] },
        said: [
          `${at} brings ./a.conf into the swarm as a config; a change of the file ${next} → write it under configs, or under secrets if it is one`,
        ],
        volumes: [],
        objects: ["a.conf-1c95593e: \u0000ÿ\n"],
      },
    );
  });

  it("of one file without :ro becomes a config with a warning", () => {
    const { mounts, said } = mountsOf(web("volumes: ['./a.conf:/etc/a.conf']"), { files: { "a.conf": "a" } });
    assert.deepEqual(mounts, { web: ["config a.conf-1c95593e /etc/a.conf"] });
    assert.deepEqual(said, [
      `${at} brings ./a.conf into the swarm as a config, which the container cannot change; a change of the file ${next} → append :ro if the service only reads it; otherwise choose under ${binds}`,
    ]);
  });

  it("of a directory becomes configs that hide what the image has there", () => {
    const files = {
      "conf/b.conf": "b",
      "conf/in/run.sh": "run",
      "conf/in/.gitkeep": "",
      "conf/.git/HEAD": "x",
      "conf/none": "",
      "conf/link": { link: "conf/b.conf" },
    };
    const executable = ["conf/in/run.sh"];
    assert.deepEqual(mountsOf(web("volumes: ['./conf/:/etc/web/:ro']"), { files, executable }), {
      mounts: {
        web: [
          "tmpfs /etc/web/ ro",
          "config b.conf-2d7602da /etc/web/b.conf",
          "config run.sh-88b63da7 /etc/web/in/run.sh 555",
          "config link-ff9fa61f /etc/web/link",
        ],
      },
      said: [
        `${at} brings 3 files of ./conf into the swarm as configs, without none, which has no content; a change of a file ${next} → to keep this choice, set ./conf: config under ${binds}`,
      ],
      volumes: [],
      objects: ["b.conf-2d7602da: b", "run.sh-88b63da7: run", "link-ff9fa61f: b"],
    });
  });

  it("of a directory without :ro becomes configs with a warning", () => {
    const { mounts, said } = mountsOf(web("volumes: ['./conf:/etc/web']"), { files: { "conf/a": "a" } });
    assert.deepEqual(mounts, { web: ["tmpfs /etc/web ro", "config a-951ce849 /etc/web/a"] });
    assert.deepEqual(said, [
      `${at} brings 1 file of ./conf into the swarm as a config; the container cannot write there; a change of a file ${next} → append :ro if the service only reads it; for data set ./conf: volume under ${binds}`,
    ]);
  });

  it("may have 50 files at most", () => {
    const files = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`conf/${index}`, "a"]));
    const { mounts, objects } = mountsOf(web("volumes: ['./conf:/conf:ro']"), { files });
    assert.deepEqual([mounts.web?.length, objects.length], [51, 50]);
  });

  it("leaves out what other mounts cover", () => {
    const files = { "conf/a": "a", "conf/b": "b", "conf/keys/c": "c", "more/a": "m" };
    const { mounts } = mountsOf(
      lines(
        web(
          "volumes: ['./conf:/conf:ro', './more/a:/conf/a:ro', 'keys:/conf/keys/']",
          "configs: [{source: b, target: /conf/b}]",
        ),
        "configs: {b: {external: true}}",
        "volumes: {keys: }",
      ),
      { files },
    );
    assert.deepEqual(mounts, {
      web: ["tmpfs /conf ro", "volume keys /conf/keys/", "config b /conf/b", "config a-bea4de36 /conf/a"],
    });
  });

  it("of a path that is missing or empty becomes one named volume for all services", () => {
    const { mounts, said, volumes } = mountsOf(
      lines(
        web(
          "volumes: ['./data:/data', {type: bind, source: kept/, target: /kept, bind: {create_host_path: true}}]",
        ),
        "  api: {image: a, volumes: ['./data/../data/:/x', './kept:/y:ro']}",
      ),
      { files: { kept: empty } },
    );
    assert.deepEqual(mounts, {
      web: ["volume data-3a6eb079 /data", "volume kept-79f076ab /kept"],
      api: ["volume data-3a6eb079 /x", "volume kept-79f076ab /y ro"],
    });
    assert.deepEqual(volumes, ["data-3a6eb079", "kept-79f076ab"]);
    const keep = (path: string) =>
      `to keep this choice, set ${path}: volume under ${binds}; or name a volume in the compose file`;
    assert.deepEqual(said, [
      `${at} becomes the volume shop_data-3a6eb079, because ./data is not on this computer → ${keep("./data")}`,
      `services.web.volumes[1]: becomes the volume shop_kept-79f076ab, because ./kept is empty → ${keep("./kept")}`,
      `services.api.volumes[0]: becomes the volume shop_data-3a6eb079, because ./data is not on this computer → ${keep("./data")}`,
      `services.api.volumes[1]: becomes the volume shop_kept-79f076ab, because ./kept is empty → ${keep("./kept")}`,
    ]);
  });

  it("of a missing directory in another one says that they become two volumes", () => {
    const { said } = mountsOf(
      lines(
        web("volumes: ['./data:/data', './database:/b']"),
        "  api: {image: a, volumes: ['./data/in:/in']}",
      ),
    );
    assert.deepEqual(
      said.map((text) => text.split(" → ")[0]),
      [
        `${at} becomes the volume shop_data-3a6eb079, because ./data is not on this computer`,
        "services.web.volumes[1]: becomes the volume shop_database-3549b002, because ./database is not on this computer",
        "services.api.volumes[0]: becomes the volume shop_in-2809f625, because ./data/in is not on this computer; it shares no file with the mount of ./data",
      ],
    );
  });

  it("of a directory that only git keeps becomes a volume", () => {
    const { mounts } = mountsOf(web("volumes: ['./data:/data']"), { files: { "data/.gitkeep": "" } });
    assert.deepEqual(mounts, { web: ["volume data-3a6eb079 /data"] });
  });

  it("of an absolute path beside the compose file stays one of the nodes, with a warning", () => {
    const { mounts, said } = mountsOf(web("volumes: ['${PWD}/data:/data']"), {
      environment: { PWD: "/project" },
      files: { "data/a": "a" },
    });
    assert.deepEqual(mounts, { web: ["bind /project/data /data"] });
    assert.deepEqual(said, [
      `${at} mounts /project/data on the nodes, not ./data on this computer: absolute paths refer to the nodes → write ./data for the files here; or set /project/data: host under ${binds}`,
    ]);
  });

  it("of a path of the nodes stays as it is", () => {
    const own = ["/var/run/docker.sock:/var/run/docker.sock", "/proc:/proc:ro", "/srv/x/:/x"];
    assert.deepEqual(mountsOf(web(`volumes: ${JSON.stringify(own)}`)), {
      mounts: {
        web: ["bind /var/run/docker.sock /var/run/docker.sock", "bind /proc /proc ro", "bind /srv/x/ /x"],
      },
      ...{ said: [], volumes: [], objects: [] },
    });
  });
});

describe("a mount of the directory that an image is built from", () => {
  const left = (path: string) =>
    `is left out: the image is built from ${path}, and the service runs on the nodes → remove it, or move it to compose.override.yaml, which docker compose reads by itself; if the image lacks these files, choose under ${binds}`;
  const files = { "app/Dockerfile": "FROM scratch\n", "app/main.py": "a", "app/src/a.py": "b" };
  const built = (mount: string, build = "./app") =>
    lines("services:", `  web: {build: ${build}, volumes: ['${mount}', /app/node_modules]}`);

  it("is left out", () => {
    const { mounts, said } = mountsOf(built("./app:/app"), { files });
    assert.deepEqual(mounts, { web: ["volume /app/node_modules"] });
    assert.deepEqual(said, [`${at} ${left("./app")}`]);
  });

  it("is left out above it, and where the Dockerfile is", () => {
    assert.deepEqual(mountsOf(built(".:/app"), { files }).said, [`${at} ${left(".")}`]);
    const apart = built("./app:/app", "{context: ., dockerfile: app/Dockerfile}");
    assert.deepEqual(mountsOf(apart, { files }).said, [`${at} ${left("./app")}`]);
  });

  it("is left out for another service with that image", () => {
    const two = lines(
      "services:",
      "  web: {build: ./app, image: shop}",
      "  jobs: {image: shop, volumes: ['./app:/app']}",
      "  other: {image: b, volumes: ['./app/src:/app']}",
    );
    const { mounts } = mountsOf(two, { files });
    assert.deepEqual(mounts, {
      web: [],
      jobs: [],
      other: ["tmpfs /app ro", "config a.py-8803ff8b /app/a.py"],
    });
  });

  it("below it becomes configs", () => {
    const { mounts } = mountsOf(built("./app/src:/app/src"), { files });
    assert.deepEqual(mounts.web, [
      "tmpfs /app/src ro",
      "volume /app/node_modules",
      "config a.py-8803ff8b /app/src/a.py",
    ]);
  });
});

describe("swarm:stacks.<name>.binds", () => {
  const files = { "data/a": "a", "shop.db": "d", "/home/ada/key": "k" };
  const all = web("volumes: ['./data:/data', './shop.db:/shop.db', '/srv:/srv', '~/key:/key:ro']");
  const other = { "~/key": "omit" } as const;
  const of = (binds: NonNullable<Beside>["binds"]) =>
    mountsOf(all, { files, environment: { HOME: "/home/ada" }, binds: { ...other, ...binds } });

  it("overrides the automatic choice, in any spelling, without a warning", () => {
    assert.deepEqual(of({ "data/": "volume", "./shop.db": "config" }), {
      mounts: {
        web: ["volume data-3a6eb079 /data", "bind /srv /srv", "config shop.db-e39f88e6 /shop.db"],
      },
      said: [],
      volumes: ["data-3a6eb079"],
      objects: ["shop.db-e39f88e6: d"],
    });
  });

  it("host is the same path on the nodes", () => {
    const { mounts } = of({ "./data": "host", "./shop.db": "omit", "/srv": "host" });
    assert.deepEqual(mounts, { web: ["bind /project/data /data", "bind /srv /srv"] });
  });

  it("brings files of the home directory, and takes volumes for paths of the nodes", () => {
    const { mounts } = of({ "./data": "omit", "./shop.db": "omit", "/srv": "volume", "~/key": "config" });
    assert.deepEqual(mounts, { web: ["volume srv-a3d9ac4f /srv", "config key-458493f6 /key"] });
  });

  it("may name a path of a service whose profile is not active", () => {
    const idle = lines(all, "  idle: {image: a, profiles: [x], volumes: ['./idle/:/idle']}");
    const { mounts } = mountsOf(idle, {
      files,
      binds: { "./idle": "host", "./data": "omit", "./shop.db": "omit", "/srv": "omit", "~/key": "omit" },
    });
    assert.deepEqual(mounts, { web: [] });
  });
});
