import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dockerEndpoint, variablesOf } from "../../../../tools/pulumi/dockerEndpoint.ts";
import { Folder } from "../../../support/folder.ts";

const host = "unix:///home/ann/.colima/default/docker.sock";

/** A configuration of docker's with contexts of its own, made by docker itself. */
function configuration(folder: Folder, ...contexts: readonly string[]): NodeJS.ProcessEnv {
  const env = { PATH: process.env.PATH, HOME: folder.path, DOCKER_CONFIG: folder.at("docker") };
  for (const name of contexts)
    execFileSync("docker", ["context", "create", name, "--docker", `host=${host}-${name}`], {
      env,
      stdio: "pipe",
    });
  return env;
}

describe("dockerEndpoint", () => {
  it("returns nothing for docker's default context", () => {
    using folder = new Folder();
    const env = configuration(folder);
    assert.deepEqual(dockerEndpoint(env), {});
    folder.write({ "docker/config.json": "{}" });
    assert.deepEqual(dockerEndpoint(env), {});
    folder.write({ "docker/config.json": '{"currentContext": "default"}' });
    assert.deepEqual(dockerEndpoint(env), {});
  });

  it("returns the engine of docker's current context", () => {
    using folder = new Folder();
    const env = configuration(folder, "used-now", "other");
    folder.write({ "docker/config.json": '{"currentContext": "used-now"}' });
    assert.deepEqual(dockerEndpoint(env), { DOCKER_HOST: `${host}-used-now` });
    const chosen = { ...env, DOCKER_CONTEXT: "other" };
    assert.deepEqual(dockerEndpoint(chosen), { DOCKER_HOST: `${host}-other`, DOCKER_CONTEXT: "" });
  });

  it("prefers DOCKER_HOST to any context, as docker does", () => {
    using folder = new Folder();
    const env: NodeJS.ProcessEnv = {
      ...configuration(folder, "mine"),
      DOCKER_HOST: "tcp://10.0.0.1:2375",
    };
    assert.deepEqual(dockerEndpoint(env), {});
    assert.deepEqual(dockerEndpoint({ ...env, DOCKER_CONTEXT: "mine" }), { DOCKER_CONTEXT: "" });
    assert.deepEqual(dockerEndpoint({ PATH: env.PATH, DOCKER_CONTEXT: "default" }), { DOCKER_CONTEXT: "" });
  });

  it("leaves a missing context to docker, which reports it", () => {
    using folder = new Folder();
    assert.deepEqual(dockerEndpoint({ ...configuration(folder), DOCKER_CONTEXT: "missing" }), {});
  });
});

describe("variablesOf", () => {
  it("names the keys of an engine with TLS", () => {
    const remote = {
      Endpoints: { docker: { Host: "tcp://10.0.0.1:2376", SkipTLSVerify: false } },
      TLSMaterial: { docker: ["ca.pem", "cert.pem", "key.pem"] },
      Storage: { TLSPath: "/home/ann/.docker/contexts/tls/0a1b" },
    };
    assert.deepEqual(variablesOf(remote), {
      DOCKER_HOST: "tcp://10.0.0.1:2376",
      DOCKER_CERT_PATH: "/home/ann/.docker/contexts/tls/0a1b/docker",
      DOCKER_TLS_VERIFY: "1",
    });
    const unchecked = { ...remote, Endpoints: { docker: { Host: "tcp://h:1", SkipTLSVerify: true } } };
    assert.equal(variablesOf(unchecked).DOCKER_TLS_VERIFY, undefined);
    assert.deepEqual(variablesOf({ ...remote, TLSMaterial: {} }), { DOCKER_HOST: "tcp://10.0.0.1:2376" });
    assert.deepEqual(variablesOf(undefined), {});
  });
});
