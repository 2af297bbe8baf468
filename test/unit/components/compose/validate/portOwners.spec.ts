import assert from "node:assert/strict";
import { listenerPlan } from "../../../../../components/targets/aws/entryPoint/listenerPlan.ts";
import { balancedPorts } from "../../../../../components/targets/local/entryPoint/balancerConfiguration.ts";
import { readUserInput } from "../../../../../components/userInput/readUserInput.ts";
import { workspaceWith } from "../../../../support/workspace.ts";

/** A service with a port of mode host and constraints. */
const service = (constraints: string, mode = "host", more = "") =>
  `{image: a, ports: [{target: 80, published: 80, mode: ${mode}${more}}], deploy: {placement: {constraints: [${constraints}]}}}`;

function read(...files: string[]) {
  const stacks = Object.fromEntries(files.map((_, index) => [`s${index}`, { file: `${index}.yaml` }]));
  const contents = Object.fromEntries(files.map((text, index) => [`${index}.yaml`, text]));
  const input = readUserInput({ stacks }, { project: "swarm", stack: "dev" }, workspaceWith(contents));
  const diagnostics = input.diagnostics.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`);
  return { diagnostics: diagnostics, ports: input.models.flatMap(({ ports }) => ports) };
}

const [managers, workers] = [service('"node.role == manager"'), service('"node.role == worker"')];

describe("one published port with mode host", () => {
  it("may belong to services that never share a node", () => {
    const { diagnostics, ports } = read(`services: {a: ${managers}, b: ${workers}}`);
    assert.deepEqual(diagnostics, []);
    assert.equal(ports.length, 2);
    assert.deepEqual(balancedPorts(ports, 8080), [{ front: 8080, node: 80, http: false }]);
    assert.deepEqual(listenerPlan(ports, {}), [{ front: 80, protocol: "TCP", node: 80 }]);
  });

  it("speaks HTTP if all its services do", () => {
    const http = (role: string) => service(`"node.role == ${role}"`, "host", ", app_protocol: http");
    const all = read(`services: {a: ${http("manager")}, b: ${http("worker")}}`);
    assert.deepEqual(balancedPorts(all.ports, 1), [{ front: 1, node: 80, http: true }]);
    const some = read(`services: {a: ${http("manager")}, b: ${workers}}`);
    assert.deepEqual(balancedPorts(some.ports, 1), [{ front: 1, node: 80, http: false }]);
  });

  it("may belong to services of two stacks", () => {
    assert.deepEqual(read(`services: {a: ${managers}}`, `services: {b: ${workers}}`).diagnostics, []);
    assert.deepEqual(read(`services: {a: ${managers}}`, `services: {b: ${managers}}`).diagnostics, [
      "swarm:stacks.s1: publishes 80/tcp, as the stack s0 does → publish another port in one of them",
    ]);
  });

  it("is refused if two services may share a node, naming the other one", () => {
    const third = service('"node.labels.tier == web"');
    assert.deepEqual(read(`services: {a: ${managers}, b: ${workers}, c: ${third}}`).diagnostics, [
      "0.yaml: services.c.ports: publishes 80/tcp, as a does → publish another port, or give the two constraints that no node meets both of",
    ]);
  });

  it("is refused beside mode ingress, which listens on every node", () => {
    const everywhere = service('"node.role == worker"', "ingress");
    assert.deepEqual(read(`services: {a: ${managers}, b: ${everywhere}}`).diagnostics, [
      "0.yaml: services.b.ports: publishes 80/tcp, as a does → publish another port",
    ]);
    assert.equal(read(`services: {b: ${everywhere}, a: ${managers}}`).diagnostics.length, 1);
  });

  it("is refused twice in one service", () => {
    const twice = managers.replace("mode: host}", "mode: host}, {target: 81, published: 80, mode: host}");
    assert.deepEqual(read(`services: {a: ${twice}}`).diagnostics, [
      "0.yaml: services.a.ports: publishes 80/tcp twice → publish another port",
    ]);
  });

  it("is checked fast for many services", () => {
    const services = Array.from(
      { length: 90 },
      (_, index) =>
        `  s${index}: {image: a, ports: [${Array.from({ length: 10 }, (_, port) => `{target: 80, published: ${9000 + port}, mode: host}`)}], deploy: {placement: {constraints: [node.labels.n == x${index}]}}}\n`,
    );
    assert.deepEqual(read(`services:\n${services.join("")}`).diagnostics, []);
  });
});
