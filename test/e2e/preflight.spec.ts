import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { release } from "node:os";
import { Clone } from "../support/clone.ts";
import { inventory, onNode } from "../support/engine.ts";
import { Folder } from "../support/folder.ts";
import { localAddresses } from "../support/localAddresses.ts";
import { smallImage } from "../support/smallImage.ts";

const stack = "e2e-preflight";

const dockerfile = smallImage("COPY answer.pl /", 'CMD ["perl", "-MIO::Socket::INET", "/answer.pl"]');
const program = `$SIG{TERM} = sub { exit };
my $server = IO::Socket::INET->new(LocalPort => 8000, Listen => 9) or die;
while (my $client = $server->accept) { <$client>; print $client "HTTP/1.0 200 OK\\r\\n\\r\\nhello\\n" }
`;
const sound = `services:
  web: {build: app, deploy: {endpoint_mode: dnsrr, update_config: {monitor: 1s}}}
  api: {build: app, deploy: {endpoint_mode: dnsrr, update_config: {monitor: 1s}}}
`;
const publishing = sound.replace(
  "web: {",
  "web: {ports: [{target: 8000, published: 8400, mode: host, app_protocol: http}], ",
);
/** Requires everything that a node may lack. */
const demanding = `services:
  web:
    build: app
    ports: [{target: 8000, published: 8400}]
  api:
    build: app
    volumes: [/srv/nowhere:/data]
    networks: [back]
    deploy: {endpoint_mode: dnsrr, placement: {constraints: [node.role == manager]}}
  mail: {build: app, networks: [default, back]}
networks: {back: {driver_opts: {encrypted: ""}}}
`;

/** Listens on a port of a node, and prints its process id. */
const listening =
  "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => 8400, Listen => 1) or die; sleep' >/dev/null 2>&1 & echo $!";
/** What the engine needs, tried without the program's own script. */
const balancing = "genl ctrl get name IPVS >/dev/null 2>&1; echo $?";
const encryption =
  "unshare -n ip xfrm state add src 127.0.0.1 dst 127.0.0.2 proto esp spi 7 mode transport aead 'rfc4106(gcm(aes))' 0x000102030405060708090a0b0c0d0e0f10111213 64 >/dev/null 2>&1; echo $?";

/** A `docker` that behaves like an engine on another computer, whose kernel a preview cannot check. */
const elsewhere = `#!/bin/sh
[ "$*" != "info --format {{.KernelVersion}}" ] || exec echo of-another-computer
exec ${execFileSync("sh", ["-c", "command -v docker"]).toString().trim()} "$@"
`;

/** The lines of a node's check in Pulumi's final summary. */
function saidBy(node: string, output: string): string[] {
  const lines = output.slice(output.indexOf("Diagnostics:")).split("\n");
  const start = lines.findIndex((line) =>
    line.endsWith(`${node} does not meet the requirements of the stacks; no service was changed`),
  );
  const end = lines.indexOf("", start);
  return start < 0 ? [] : lines.slice(start + 1, end).map((line) => line.trim());
}

/** One cluster; each test continues where the previous one ended. */
describe("the preflight checks", () => {
  const emptied = inventory(stack);
  const programs = new Folder();
  const settings = {
    managers: 1,
    workers: 1,
    stacks: { shop: { file: "shop/compose.yaml" } },
    local: localAddresses(stack),
  };
  const clone = new Clone(stack, settings, {
    environment: { PATH: `${programs.at("bin")}:${process.env.PATH}` },
  });
  const write = (compose: string) => writeFileSync(clone.path("shop/compose.yaml"), compose);
  const up = () => clone.npm("up", "--yes", "--skip-preview");
  const inside = (node: string, command: string) => onNode(stack, node, "sh", "-c", command);
  /** Services with their versions, and their tasks. */
  const running = () => [
    ...inside(
      "manager-0",
      "docker service inspect $(docker service ls -q) -f '{{.Spec.Name}} {{.Version.Index}}'",
    ),
    ...inside("manager-0", "docker stack ps shop --no-trunc --format '{{.ID}} {{.DesiredState}}'"),
  ];
  let deployed = [""];
  let has = { balancing: true, encryption: true };
  let listener = "";

  after(async () => {
    await clone.end();
    programs[Symbol.dispose]();
  });

  it("pass if the stacks need nothing special", async () => {
    mkdirSync(clone.path("shop/app"), { recursive: true });
    writeFileSync(clone.path("shop/app/Dockerfile"), dockerfile);
    writeFileSync(clone.path("shop/app/answer.pl"), program);
    write(sound);
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.match(output, /shop: web 1\/1 {2}api 1\/1/);
    assert.doesNotMatch(output, /cannot check whether/);
    deployed = running();
    has = {
      balancing: inside("worker-0", balancing)[0] === "0",
      encryption: inside("worker-0", encryption)[0] === "0",
    };
  });

  it("fail a preview if this computer's kernel, which the machines share, lacks a feature", async () => {
    write(demanding);
    const { code, output } = await clone.npm("preview");
    const kernel = `this computer's kernel ${release()} does not have it`;
    const diagnostics = [
      ...(has.encryption
        ? []
        : [
            `networks.back.driver_opts.encrypted: needs ESP with AES-GCM, but ${kernel}`,
            "→ remove it; no packet leaves this computer",
          ]),
      ...(has.balancing
        ? []
        : [
            `services.mail.deploy.endpoint_mode: is vip, which needs ip_vs, but ${kernel}`,
            "→ write endpoint_mode: dnsrr",
            `services.web.ports: have mode ingress, which needs ip_vs, but ${kernel}`,
            "→ write mode: host, and deploy.endpoint_mode: dnsrr",
          ]),
    ];
    assert.equal(code === 0, diagnostics.length === 0, output);
    const lines = output.split("\n").map((line) => line.trim().replace(/^shop\/compose.yaml: /, ""));
    assert.deepEqual(
      lines.filter((line) => /ip_vs|ESP|^→/.test(line)),
      diagnostics,
    );
  });

  it("report everything that each node lacks, before any service changes", async () => {
    programs.write({ "bin/docker": elsewhere }, 0o755);
    listener = inside("worker-0", listening)[0] ?? "";
    const { code, output } = await up();
    assert.notEqual(code, 0);
    const kernel = (node: string) => [
      ...(has.balancing
        ? []
        : [
            `shop/web: ports with mode ingress need ip_vs, which the kernel of ${node} does not have`,
            `→ write mode: host and deploy.endpoint_mode: dnsrr, or give ${node} a kernel with ip_vs (modprobe ip_vs)`,
            `shop/web, shop/mail: virtual IPs need ip_vs, which the kernel of ${node} does not have`,
            `→ write deploy.endpoint_mode: dnsrr, or give ${node} a kernel with ip_vs (modprobe ip_vs)`,
          ]),
      ...(has.encryption
        ? []
        : [
            `shop/api, shop/mail: the encrypted network shop/back needs ESP with AES-GCM, which the kernel of ${node} does not have`,
            `→ encrypt no network, or give ${node} a kernel with ESP (modprobe esp4)`,
          ]),
    ];
    assert.deepEqual(saidBy("manager-0", output), [
      ...kernel("manager-0"),
      "shop/api: /srv/nowhere is mounted, but it is not on manager-0",
      "→ make it there, set swarm:stacks.<name>.binds for it, or keep the service away by deploy.placement.constraints",
    ]);
    assert.deepEqual(saidBy("worker-0", output), [
      ...kernel("worker-0"),
      `shop/web: 8400/tcp is taken on worker-0 by perl (process ${listener})`,
      "→ stop that, or publish another port",
    ]);
    assert.deepEqual(running(), deployed);
  });

  it("pass once the node has what it lacked", async () => {
    write(publishing);
    const taken = await up();
    assert.notEqual(taken.code, 0);
    assert.deepEqual(saidBy("manager-0", taken.output), []);
    assert.equal(saidBy("worker-0", taken.output).length, 2);
    assert.deepEqual(running(), deployed);

    inside("worker-0", `kill ${listener}`);
    const free = await up();
    assert.equal(free.code, 0, free.output);
    assert.equal(await (await fetch(`http://127.0.0.1:${localAddresses(stack).port}/`)).text(), "hello\n");
    assert.notDeepEqual(running(), deployed);
  });

  it("skip an unchanged stack, and accept ports that the stack's own tasks use", async () => {
    const again = await up();
    assert.equal(again.code, 0, again.output);
    assert.doesNotMatch(again.output, /\d+ (created|updated|replaced|deleted)/);
    write(publishing.replace("ports: [", "ports: [{target: 8000, published: 8401, mode: host}, "));
    const { code, output } = await up();
    assert.equal(code, 0, output);
    assert.match(output, /worker-0-preflight updated/);
  });

  it("leave nothing behind", async () => {
    const { code, output } = await clone.npm("destroy");
    assert.equal(code, 0, output);
    assert.deepEqual(inventory(stack), emptied);
  });
});
