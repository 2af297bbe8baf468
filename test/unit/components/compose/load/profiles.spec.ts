import assert from "node:assert/strict";
import { modelOf } from "../../../../support/composeModel.ts";

const text = `
services:
  web: {image: nginx, depends_on: [debug, data], networks: [front], volumes: ['shared:/s'], profiles: []}
  data: {image: redis, depends_on: {debug: {condition: service_started}}, configs: [both]}
  debug:
    image: busybox
    profiles: [debug, all]
    privileged: true
    ports: ['22:22']
    networks: {front: , back: }
    volumes: ['shared:/s', 'own:/o', {type: volume, source: long, target: /l}, /anonymous]
    configs: [both, {source: own}]
    secrets: [own]
  admin: {image: adminer, profiles: [all], ports: ['81:81'], secrets: [password]}
networks: {front: , back: , default: {driver: overlay}, idle: }
volumes: {shared: , own: , long: , idle: }
configs: {both: {content: a}, own: {file: gone}}
secrets: {own: {file: gone}, password: {file: password.txt}}
`;

const files = { "password.txt": "hush" };

describe("profiles", () => {
  it("leave out services and what only those use", () => {
    const { document, ports, objects } = modelOf(text);
    assert.deepEqual(Object.keys(document.services), ["web", "data"]);
    assert.deepEqual(Object.keys(document.networks), ["front", "default", "idle"]);
    assert.deepEqual(Object.keys(document.volumes), ["shared", "idle"]);
    assert.deepEqual(Object.keys(document.configs), ["both"]);
    assert.deepEqual(document.secrets, {});
    assert.deepEqual(Object.keys(document.services.web?.depends_on ?? {}), ["data"]);
    assert.deepEqual(document.services.data?.depends_on, {});
    assert.deepEqual(ports, []);
    assert.deepEqual(objects, [{ kind: "config", key: "both", content: Buffer.from("a") }]);
  });

  it("are enabled by the setting, not by the environment", () => {
    const sound = text.replace("privileged: true", "tty: true").replace("22:22", "82:82");
    const services = (profiles: string[], environment = {}) =>
      Object.keys(
        modelOf(sound, { profiles, environment, files: { ...files, gone: "x" } }).document.services,
      );
    assert.deepEqual(services([], { COMPOSE_PROFILES: "debug" }), ["web", "data"]);
    assert.deepEqual(services(["debug"]), ["web", "data", "debug"]);
    assert.deepEqual(services(["all"]), ["web", "data", "debug", "admin"]);
    assert.deepEqual(services(["debug", "all"]), ["web", "data", "debug", "admin"]);
  });

  it("can come from a later file", () => {
    const beside = { later: { "prod.yaml": "services: {tool: {profiles: [tools]}}" } };
    const { document } = modelOf("services: {web: {image: nginx}, tool: {image: busybox}}", beside);
    assert.deepEqual(Object.keys(document.services), ["web"]);
  });
});
