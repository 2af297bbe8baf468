import assert from "node:assert/strict";
import { parse } from "yaml";
import { web } from "../../../support/mergedFiles.ts";

/** What a key of `web` is, as YAML: in the first file, in the second one, and in both together. */
const rules: Readonly<Record<string, readonly [string, string, string]>> = {
  "plain values": ["image: a, user: u", "image: b", "image: b, user: u"],
  mappings: [
    "deploy: {replicas: 1, resources: {limits: {cpus: 1}}}",
    "deploy: {replicas: 2, resources: {limits: {memory: 1g}}}",
    "deploy: {replicas: 2, resources: {limits: {cpus: 1, memory: 1g}}}",
  ],
  lists: ["cap_add: [A]", "cap_add: [B]", "cap_add: [A, B]"],
  "lists below deploy": [
    "deploy: {placement: {constraints: [a == b]}}",
    "deploy: {placement: {constraints: [c == d]}}",
    "deploy: {placement: {constraints: [a == b, c == d]}}",
  ],
  "a command": ["command: [a, b]", "command: [c]", "command: [c]"],
  "a command in another form": ["command: [a, b]", "command: c d", "command: c d"],
  "an entrypoint": ["entrypoint: a", "entrypoint: [b]", "entrypoint: [b]"],
  "a health check's test": [
    "healthcheck: {test: [CMD, a], retries: 2}",
    "healthcheck: {test: [CMD, b]}",
    "healthcheck: {test: [CMD, b], retries: 2}",
  ],
  "an environment": ["environment: {A: a, B: b}", "environment: {B: c}", "environment: {A: a, B: c}"],
  "lists of variables": [
    "environment: [A=a, B=b]",
    "environment: [B=c=d, C]",
    "environment: {A: a, B: c=d, C: }",
  ],
  "a list of variables and a mapping": [
    "environment: [A=a, B=b]",
    "environment: {B: 1}",
    "environment: {A: a, B: 1}",
  ],
  "a variable that loses its value": ["environment: {A: a}", "environment: [A]", "environment: {A: }"],
  labels: ["labels: {a: b}", "labels: [a=c, d]", "labels: {a: c, d: }"],
  "labels of the service": [
    "deploy: {labels: [a=b]}",
    "deploy: {labels: {c: d}}",
    "deploy: {labels: {a: b, c: d}}",
  ],
  "a build's arguments": [
    "build: {context: ., args: [A=a]}",
    "build: {args: {B: b}}",
    "build: {context: ., args: {A: a, B: b}}",
  ],
  "a build in its short form": ["build: ./a", "build: {target: t}", "build: {context: ./a, target: t}"],
  "a build that gets its short form": [
    "build: {context: ./a, target: t}",
    "build: ./b",
    "build: {context: ./b, target: t}",
  ],
  networks: ["networks: [a, b]", "networks: {b: {aliases: [c]}}", "networks: {a: , b: {aliases: [c]}}"],
  "networks as lists": ["networks: [a]", "networks: [a, b]", "networks: {a: , b: }"],
  dependencies: [
    "depends_on: [a]",
    "depends_on: {b: {condition: service_started}}",
    "depends_on: {a: , b: {condition: service_started}}",
  ],
  "the same port": ["ports: ['80:80']", "ports: ['80:80/tcp', '81:80']", "ports: ['80:80/tcp', '81:80']"],
  "a port of another protocol": ["ports: ['53:53']", "ports: ['53:53/udp']", "ports: ['53:53', '53:53/udp']"],
  "a port in its long form": [
    "ports: ['80:8080', '443:443']",
    "ports: [{target: 8080, published: 80, mode: host}]",
    "ports: [{target: 8080, published: 80, mode: host}, '443:443']",
  ],
  "a port of a range": [
    "ports: ['8000-8001:80-81']",
    "ports: [{target: 81, published: 8001, mode: host}]",
    "ports: ['8000:80', {target: 81, published: 8001, mode: host}]",
  ],
  "a port at another address": [
    "ports: ['127.0.0.1:80:80']",
    "ports: ['80:80']",
    "ports: ['127.0.0.1:80:80', '80:80']",
  ],
  "mounts by their targets": [
    "volumes: ['old:/data', 'other:/b']",
    "volumes: ['new:/data/', /d]",
    "volumes: ['new:/data/', 'other:/b', /d]",
  ],
  "a mount in its long form": [
    "volumes: ['old:/data:ro']",
    "volumes: [{type: volume, source: c, target: /data}]",
    "volumes: [{type: volume, source: c, target: /data}]",
  ],
  "tmpfs mounts by their targets": [
    "tmpfs: /cache",
    "tmpfs: ['/cache:size=8m', /tmp]",
    "tmpfs: ['/cache:size=8m', /tmp]",
  ],
  secrets: [
    "secrets: [a, b]",
    "secrets: [{source: c, target: a}, {source: b, mode: 0400}]",
    "secrets: [{source: c, target: a}, {source: b, mode: 256}]",
  ],
  configs: [
    "configs: [a, {source: b, target: /b}]",
    "configs: [{source: c, target: /b}, {source: d, target: /a}]",
    "configs: [{source: d, target: /a}, {source: c, target: /b}]",
  ],
  "env files": [
    "env_file: a.env",
    "env_file: [b.env, {path: a.env, required: false}]",
    "env_file: [{path: a.env, required: false}, b.env]",
  ],
  "extra hosts": [
    "extra_hosts: {a: 10.0.0.1}",
    "extra_hosts: ['a:10.0.0.1', 'a:10.0.0.2']",
    "extra_hosts: ['a:10.0.0.1', 'a:10.0.0.2']",
  ],
  "name servers": ["dns: 1.1.1.1", "dns: [8.8.8.8]", "dns: [1.1.1.1, 8.8.8.8]"],
  "exposed ports": ["expose: [80]", "expose: ['80', 81]", "expose: ['80', 81]"],
  ulimits: [
    "ulimits: {nofile: 10, nproc: {soft: 1, hard: 2}}",
    "ulimits: {nofile: {soft: 1, hard: 2}, nproc: {hard: 3}}",
    "ulimits: {nofile: {soft: 1, hard: 2}, nproc: {soft: 1, hard: 3}}",
  ],
  "options of a logging driver": [
    "logging: {driver: a, options: {k: 1}}",
    "logging: {options: {l: 2}}",
    "logging: {driver: a, options: {k: 1, l: 2}}",
  ],
  "another logging driver": [
    "logging: {driver: a, options: {k: 1}}",
    "logging: {driver: b}",
    "logging: {driver: b}",
  ],
  "no value over a list": ["ports: ['80:80']", "ports: ", "ports: ['80:80']"],
  "a list over no value": ["ports: ", "ports: ['80:80']", "ports: ['80:80']"],
  "an extension": ["x-a: {b: 1, d: 1}", "x-a: {c: 1, d: []}", "x-a: {b: 1, c: 1, d: []}"],
  "!reset of a list": ["image: a, ports: ['80:80']", "ports: !reset []", "image: a"],
  "!reset of a text": ["image: a, user: u", "user: !reset null", "image: a"],
  "!reset below": ["environment: {A: a, B: b}", "environment: {A: !reset }", "environment: {B: b}"],
  "!reset of what is not there": ["image: a", "user: !reset u", "image: a"],
  "!override of a list": ["ports: ['80:80']", "ports: !override ['81:81']", "ports: ['81:81']"],
  "!override of a mapping": ["environment: {A: a}", "environment: !override {B: b}", "environment: {B: b}"],
  "!override in another form": [
    "logging: {driver: a}",
    "logging: !override {options: {}}",
    "logging: {options: {}}",
  ],
  "tags within a tag": [
    "labels: {a: b}",
    "labels: !override {c: !override d, e: !reset f}",
    "labels: {c: d}",
  ],
};

describe("merged compose files of a service join", () => {
  for (const [name, [first, second, both]] of Object.entries(rules))
    it(name, () => assert.deepEqual(web(first, second), parse(`{${both}}`)));
});
