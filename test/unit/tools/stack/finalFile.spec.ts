// biome-ignore-all lint/suspicious/noTemplateCurlyInString: compose files use ${…}
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { parse } from "yaml";
import { planDeployment } from "../../../../components/stack/deployment.ts";
import { finalFile } from "../../../../tools/stack/finalFile.ts";
import { modelOf } from "../../../support/composeModel.ts";
import { cluster } from "../../../support/fakeHost.ts";

const text = `
services:
  web:
    build: ./web
    ports: ["8000:80"]
    secrets: [password]
    environment: {SINCE: "2026-01-01", "ON": "yes", PRICE: $$5, TAG: "\${TAG}"}
  data: {image: redis, deploy: {update_config: {order: stop-first, failure_action: pause}}}
secrets: {password: {file: ./password.txt}}
`;
const files = { "web/Dockerfile": "", "password.txt": "hush" };
const model = modelOf(text, { files, env: { TAG: "v2" } });
const tagged = { web: "shop/web:0123456789abcdef" };
const images = { web: `registry:5000/shop@sha256:${"a".repeat(64)}` };
const title = "stack shop of dev, from compose.yaml";

/**
 * Docker writes a text with a line separator in several lines, which the parser here takes for one with blanks in it,
 * unless something else in the text has it written with escapes.
 */
const inQuotes = (value: string) => (/[\u2028\u2029]/.test(value) ? `${value}😀` : value);

/** What docker reads in it. */
const dockerReads = (file: string) =>
  parse(execFileSync("docker", ["stack", "config", "--compose-file", "-"], { input: file }).toString());

describe("finalFile", () => {
  it("returns what the deployment sends, if everything is known", () => {
    const { file } = planDeployment(model, images, "key", cluster);
    assert.deepEqual(parse(finalFile(title, model, { objectKey: "key", cluster, images, tagged })), file);
  });

  it("says what is unknown before the first up, and what the program added", () => {
    assert.equal(
      finalFile(title, model, { objectKey: undefined, cluster: undefined, images: {}, tagged }),
      `# stack shop of dev, from compose.yaml
# added to web: update_config.failure_action: rollback, update_config.order: start-first, rollback_config.order: start-first
# not built or copied yet: web
# HASH: known after the next up
secrets:
  password:
    external: true
    name: "shop_password-HASH"
services:
  data:
    deploy:
      update_config:
        failure_action: "pause"
        order: "stop-first"
      labels:
        swarm.cluster: "HASH"
    image: "redis"
    labels:
      swarm.revision: "HASH"
      swarm.cluster: "HASH"
  web:
    deploy:
      rollback_config:
        order: "start-first"
      update_config:
        failure_action: "rollback"
        order: "start-first"
      labels:
        swarm.cluster: "HASH"
    environment:
      "ON": "yes"
      PRICE: "$$5"
      SINCE: "2026-01-01"
      TAG: "v2"
    image: "shop/web:0123456789abcdef"
    labels:
      swarm.revision: "HASH"
      swarm.cluster: "HASH"
    ports:
      - mode: "ingress"
        protocol: "tcp"
        published: 8000
        target: 80
    secrets:
      - source: "password"
networks:
  default:
    labels:
      swarm.cluster: "HASH"
`,
    );
  });

  it("leaves only the revisions of unbuilt services open", () => {
    const { services } = parse(finalFile(title, model, { objectKey: "key", cluster, images: {}, tagged }));
    assert.equal(services.web.labels["swarm.revision"], "HASH");
    assert.match(services.data.labels["swarm.revision"], /^[0-9a-f]{12}$/);
  });

  it("computes revisions from the real values, even if they are masked", () => {
    const known = { objectKey: "key", cluster, images, tagged };
    const shown = modelOf(text, { files, env: { TAG: "[secret]" } });
    const masked = parse(finalFile(title, model, known, shown));
    const real = parse(finalFile(title, model, known));
    assert.equal(masked.services.web.environment.TAG, "[secret]");
    masked.services.web.environment.TAG = "v2";
    assert.deepEqual(masked, real);
  });

  it("returns a file that docker reads, with every text unchanged", () => {
    const special = [
      "$5 $$ ${A}",
      "yes",
      "null",
      "0123",
      "0o14",
      "1e3",
      "1:20",
      "2026-01-01",
      "a: b # c",
      "\t\"'\\",
    ];
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }), { minLength: 50 });
    fc.assert(
      fc.property(texts, (some) => {
        const all = [
          ...special,
          "é \u2028 😀",
          " \u2029 😀",
          "two\nlines\n",
          "x y ".repeat(500),
          ...some.map(inQuotes),
        ];
        const environment = Object.fromEntries(all.map((value, index) => [`V${index}`, value]));
        const named = {
          yes: "a",
          No: "n",
          y: "y",
          null: "b",
          "0o14": "o",
          "-": "d",
          "<<": "m",
          "1": "c",
          "2026-01-01": "d",
          "a: b": "e",
        };
        const compose = JSON.stringify({ services: { web: { image: "a", environment, labels: named } } });
        const file = finalFile(title, modelOf(compose.replaceAll("$", "$$$$")), {
          objectKey: "key",
          cluster,
          images: {},
          tagged: {},
        });
        const { web } = dockerReads(file).services;
        const { "swarm.revision": _revision, "swarm.cluster": _cluster, ...labels } = web.labels;
        assert.deepEqual({ environment: web.environment, labels }, { environment, labels: named });
      }),
      { numRuns: 5 },
    );
  });
});
