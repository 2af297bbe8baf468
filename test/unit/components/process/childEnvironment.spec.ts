import assert from "node:assert/strict";
import fc from "fast-check";
import { childEnvironment, loginVariables } from "../../../../components/process/childEnvironment.mjs";

const all = {
  PATH: "/bin",
  HOME: "/home/me",
  TMPDIR: "/tmp/mine",
  LANG: "de_DE.UTF-8",
  LC_TIME: "C",
  HTTPS_PROXY: "http://proxy",
  no_proxy: "localhost",
  DOCKER_HOST: "ssh://host",
  DOCKER_CONFIG: "/config",
  DOCKER_CONTEXT: "there",
  BUILDX_CONFIG: "/buildx",
  SSH_AUTH_SOCK: "/agent",
  GOPROXY: "direct",
  CGO_ENABLED: "0",
  npm_config_registry: "https://npm",
  NPM_TOKEN: "npm's",
  NODE_EXTRA_CA_CERTS: "/ca",
  PULUMI_CONFIG: "{}",
  PULUMI_CONFIG_PASSPHRASE: "passphrase",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/passphrase",
  PULUMI_ACCESS_TOKEN: "token",
  AWS_PROFILE: "me",
  AWS_SECRET_ACCESS_KEY: "key",
  GOOGLE_APPLICATION_CREDENTIALS: "/google",
  GITHUB_TOKEN: "github",
  DB_PASSWORD: "of a stack",
};
const basic = [
  ...["PATH", "HOME", "TMPDIR", "LANG", "LC_TIME", "HTTPS_PROXY", "no_proxy", "NODE_EXTRA_CA_CERTS"],
];
const docker = [...["DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "BUILDX_CONFIG", "SSH_AUTH_SOCK"]];

describe("the environment of a child process", () => {
  const names = (program: string) => Object.keys(childEnvironment(program, {}, all));

  for (const [program, more] of Object.entries({
    docker,
    "/usr/bin/dockerd": docker,
    sh: docker,
    ssh: ["SSH_AUTH_SOCK"],
    go: ["GOPROXY", "CGO_ENABLED"],
    npm: ["npm_config_registry", "NPM_TOKEN"],
    "/opt/node/bin/node": ["npm_config_registry", "NPM_TOKEN"],
    "apt-get": [],
    ps: [],
    "any-other": [],
  }))
    it(`for ${program} has the basic variables and ${more.join(", ") || "nothing more"}`, () => {
      assert.deepEqual(names(program).sort(), [...basic, ...more].sort());
    });

  it("for pulumi is complete: its state, plugins and clouds are the user's choice", () => {
    assert.deepEqual(childEnvironment("pulumi", {}, all), all);
  });

  it("has the variables of credential helpers only on request", () => {
    assert.deepEqual(Object.keys(loginVariables(all)), [
      "AWS_PROFILE",
      "AWS_SECRET_ACCESS_KEY",
      "GOOGLE_APPLICATION_CREDENTIALS",
    ]);
  });

  it("has only variables of its list, whatever their names", () => {
    const known =
      /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|XDG_.*|LD_LIBRARY_PATH|LANG|LANGUAGE|LC_.*|TZ|TERM|COLORTERM|NO_COLOR|FORCE_COLOR|(https?|all|no)_proxy|(HTTPS?|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|NODE_EXTRA_CA_CERTS|SSH_AUTH_SOCK)$/;
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom(...Object.keys(all)),
      fc.stringMatching(/^[A-Z_]{1,12}$/),
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (environment) => {
        const kept = Object.keys(childEnvironment("ssh", {}, environment));
        assert.deepEqual(
          kept.filter((variable) => !known.test(variable)),
          [],
        );
      }),
    );
  });
});
