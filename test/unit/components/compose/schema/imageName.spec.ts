import assert from "node:assert/strict";
import { parseImageName, shortName, sourceOf } from "../../../../../components/compose/schema/imageName.ts";

const digest = `sha256:${"a".repeat(64)}`;

function named(text: string) {
  const name = parseImageName(text);
  if ("problem" in name) throw new Error(name.problem);
  return { source: sourceOf(name), short: shortName(name) };
}

/** Written → source, short name. */
const names: Readonly<Record<string, readonly [string, string]>> = {
  nginx: ["docker.io/library/nginx:latest", "nginx:latest"],
  "nginx:1.29": ["docker.io/library/nginx:1.29", "nginx:1.29"],
  "library/nginx": ["docker.io/library/nginx:latest", "nginx:latest"],
  "docker.io/nginx": ["docker.io/library/nginx:latest", "nginx:latest"],
  "index.docker.io/library/nginx": ["docker.io/library/nginx:latest", "nginx:latest"],
  "grafana/grafana:12.1": ["docker.io/grafana/grafana:12.1", "grafana/grafana:12.1"],
  "ghcr.io/acme/shop:v2": ["ghcr.io/acme/shop:v2", "ghcr.io/acme/shop:v2"],
  "localhost/x": ["localhost/x:latest", "localhost/x:latest"],
  "host:5000/x": ["host:5000/x:latest", "host:5000/x:latest"],
  "127.0.0.1:5000/a/b:T_1": ["127.0.0.1:5000/a/b:T_1", "127.0.0.1:5000/a/b:T_1"],
  "Registry.Example/x": ["Registry.Example/x:latest", "Registry.Example/x:latest"],
  "a__b--c/d": ["docker.io/a__b--c/d:latest", "a__b--c/d:latest"],
  [`nginx@${digest}`]: [`docker.io/library/nginx@${digest}`, `nginx@${digest}`],
  [`nginx:1.29@${digest}`]: [`docker.io/library/nginx@${digest}`, `nginx@${digest}`],
};

/** Written → what is told. */
const wrong: Readonly<Record<string, readonly [string, string]>> = {
  Nginx: ["has upper case in its name", "write nginx"],
  "ghcr.io/Acme/shop": ["has upper case in its name", "write acme/shop"],
  "nginx:": ["has an invalid tag", "use up to 128 letters, digits, _, . and -, for example :1.29"],
  "nginx:-1": ["has an invalid tag", "use up to 128 letters, digits, _, . and -, for example :1.29"],
  [`nginx:${"1".repeat(129)}`]: [
    "has an invalid tag",
    "use up to 128 letters, digits, _, . and -, for example :1.29",
  ],
  "nginx@sha256:abc": ["has an invalid digest", "write it as @sha256: with 64 digits 0-9 and a-f"],
  [`nginx@${digest.toUpperCase()}`]: [
    "has an invalid digest",
    "write it as @sha256: with 64 digits 0-9 and a-f",
  ],
  [`nginx@${digest}@${digest}`]: ["has two digests", "leave one of them"],
  "ghcr.io:port/x": ["has an invalid host", "write for example ghcr.io/acme/shop"],
  "-a.b/x": ["has an invalid host", "write for example ghcr.io/acme/shop"],
  "https://ghcr.io/acme/shop": ["has an invalid host", "write for example ghcr.io/acme/shop"],
  "my image": ["is not an image name", "write for example nginx:1.29 or ghcr.io/acme/shop:2"],
  "ghcr.io/": ["is not an image name", "write for example nginx:1.29 or ghcr.io/acme/shop:2"],
  "a//b": ["is not an image name", "write for example nginx:1.29 or ghcr.io/acme/shop:2"],
  "a..b": ["is not an image name", "write for example nginx:1.29 or ghcr.io/acme/shop:2"],
  nginx_: ["is not an image name", "write for example nginx:1.29 or ghcr.io/acme/shop:2"],
};

describe("an image name", () => {
  for (const [text, [source, short]] of Object.entries(names))
    it(`${text.slice(0, 40)} is ${source.slice(0, 50)}`, () =>
      assert.deepEqual(named(text), { source, short }));

  for (const [text, [problem, hint]] of Object.entries(wrong))
    it(`${text.slice(0, 40)} ${problem}`, () =>
      assert.deepEqual(parseImageName(text), { problem: `${problem}: ${JSON.stringify(text)}`, hint: hint }));
});
