import assert from "node:assert/strict";
import {
  type Computer,
  checkKernel,
} from "../../../../../../components/targets/local/computer/kernelCheck.ts";
import { modelOf } from "../../../../../support/composeModel.ts";

const demanding = modelOf(`
services:
  web: {image: nginx, ports: ["80:80"], networks: [front]}
  api: {image: nginx, networks: [front]}
networks: {front: {driver_opts: {encrypted: ""}}}
`);
const modest = modelOf(`
services:
  web: {image: nginx, ports: [{target: 80, published: 80, mode: host}], deploy: {endpoint_mode: dnsrr}}
  api: {image: nginx, deploy: {endpoint_mode: dnsrr}}
`);

const plain = { encrypt: false };

const computer = (features: Awaited<ReturnType<Computer["features"]>>, engineKernel = "6.1"): Computer => ({
  kernel: "6.1",
  engineKernel: async () => engineKernel,
  features: async () => features,
});

describe("this computer's kernel", () => {
  it("must have every feature that the stacks require, with the path in the compose file", async () => {
    const diagnostics = await checkKernel([demanding], plain, computer({ ip_vs: "no", esp: "no" }));
    assert.deepEqual(
      diagnostics.map(({ path, problem, hint }) => `${path}: ${problem} → ${hint}`),
      [
        "compose.yaml: services.web.ports: have mode ingress, which needs ip_vs, but this computer's kernel 6.1 does not have it → write mode: host, and deploy.endpoint_mode: dnsrr",
        "compose.yaml: services.api.deploy.endpoint_mode: is vip, which needs ip_vs, but this computer's kernel 6.1 does not have it → write endpoint_mode: dnsrr",
        "compose.yaml: networks.front.driver_opts.encrypted: needs ESP with AES-GCM, but this computer's kernel 6.1 does not have it → remove it; no packet leaves this computer",
      ],
    );
  });

  it("is checked for each feature separately", async () => {
    const paths = async (ip_vs: string, esp: string) =>
      (await checkKernel([demanding], plain, computer({ ip_vs, esp }))).map(({ path }) => path);
    assert.deepEqual(await paths("yes", "no"), ["compose.yaml: networks.front.driver_opts.encrypted"]);
    assert.equal((await paths("no", "yes")).length, 2);
    assert.deepEqual(await paths("yes", "yes"), []);
  });

  it("is checked once for swarm:encrypt, which encrypts all networks", async () => {
    const told = async (model: typeof demanding, esp: string) =>
      (await checkKernel([model], { encrypt: true }, computer({ ip_vs: "yes", esp }))).map(
        ({ path }) => path,
      );
    assert.deepEqual(await told(demanding, "no"), ["swarm:encrypt"]);
    assert.deepEqual(await told(modest, "no"), ["swarm:encrypt"]);
    assert.deepEqual(await told(demanding, "yes"), []);
  });

  it("causes no diagnostic if its features are unknown", async () => {
    assert.deepEqual(
      await checkKernel([demanding], plain, computer({ ip_vs: "unknown", esp: "unknown" })),
      [],
    );
    assert.deepEqual(await checkKernel([demanding], plain, computer({})), []);
  });

  it("is ignored if the engine has another kernel, as in Docker Desktop, or does not answer", async () => {
    for (const engineKernel of ["6.6.12-linuxkit", ""])
      assert.deepEqual(
        await checkKernel([demanding], plain, computer({ ip_vs: "no", esp: "no" }, engineKernel)),
        [],
      );
  });

  it("is not probed if no stack requires anything of it", async () => {
    const untouched: Computer = {
      kernel: "6.1",
      engineKernel: () => assert.fail("the engine was asked"),
      features: () => assert.fail("the kernel was asked"),
    };
    assert.deepEqual(await checkKernel([modest], plain, untouched), []);
    assert.deepEqual(await checkKernel([], plain, untouched), []);
  });
});
