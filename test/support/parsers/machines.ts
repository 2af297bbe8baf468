import { configurationIn, withLogins } from "../../../components/images/clientConfiguration.ts";
import { type Manifest, manifestFor, platformsOf } from "../../../components/images/platformManifest.ts";
import { contextIn } from "../../../components/input/dockerContext.ts";
import { readAnswer } from "../../../components/live/readAnswer.ts";
import { markedOutput } from "../../../components/steps/markedOutput.ts";
import { readJoinTokens, readNodeId, readSwarmId } from "../../../components/swarm/swarmIds.ts";
import { parseHolders } from "../../../components/targets/local/computer/portCheck.ts";
import {
  readKernelRoutes,
  readNameServers,
  readRoutes,
} from "../../../components/targets/local/network/routes.ts";
import { readMirrors } from "../../../setup/debianMirrors.ts";
import { type SwarmInfo, swarmTrouble } from "../../../tools/cluster/health.ts";
import { engineClients } from "../../../tools/cluster/orphans.ts";
import { spreadTable } from "../../../tools/cluster/spreadTable.ts";
import { readStoredVolumes, readVolumeServices, volumeTable } from "../../../tools/cluster/volumes.ts";
import { variablesOf } from "../../../tools/pulumi/dockerEndpoint.ts";
import { kernelFeatures } from "../../../tools/report/machineFacts.ts";
import { hostileText, hostileValue } from "../hostileText.ts";
import { answer, data, json, jsonOf, type Parsers, text } from "./parser.ts";

/** The output of machines, engines, registries and this computer's programs. */
export const machineParsers: Parsers = {
  "a machine's answer": answer(
    readAnswer,
    ...["swarm-output-begin\n", "\nswarm-output-end", "info ", "{", "}", '"Swarm":', "nodes ", "[", "]"],
    ...["null", "member ", "now ", "service ", "\n", '"a"'],
  ),
  "a machine's answer with any values": {
    input: hostileValue.map((value) => {
      const node = jsonOf(value);
      const lines = [`info {"Swarm": ${node}}`, `nodes [${node}]`, `member a b c ${node}`];
      return `\nswarm-output-begin\n${lines.join("\n")}\nswarm-output-end\n`;
    }),
    parse: readAnswer as (text: never) => unknown,
    throws: true,
  },
  "lines of an answer": {
    input: hostileText(
      "now ",
      "recorded ",
      "service ",
      "network ",
      "member ",
      "tokens ",
      " ",
      "\n",
      "{",
      "a",
    ).map((lines) => {
      const id = "a".repeat(25);
      const info = { Swarm: { NodeID: id, Cluster: { ID: id } } };
      const node = { ID: id, Spec: { Labels: { "swarm.seed": id } }, Status: {} };
      const known = `info ${jsonOf(info)}\nnodes ${jsonOf([node])}`;
      return `\nswarm-output-begin\n${known}\n${lines}\nswarm-output-end\n`;
    }),
    parse: readAnswer as (text: never) => unknown,
    throws: true,
  },
  "output between marks": answer(
    markedOutput,
    ...["swarm-output-begin\n", "\nswarm-output-end", "\n", "SWMTKN-1-", " ", "a"],
    "swarm-output-begin\na\nswarm-output-end\n",
  ),
  "ids and tokens": answer(
    (printed) => [readNodeId, readSwarmId, readJoinTokens].map((read) => attempt(() => read(printed))),
    ...["a", "SWMTKN-1-", "0123456789abcdefghijklmno", "-", "\n"],
    ...[
      "SWMTKN-1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbb",
      "aaaaaaaaaaaaaaaaaaaaaaaaa",
    ],
  ),
  "containers with ports": text(
    (listing) => parseHolders(listing),
    ...["a", "\t", "127.0.0.1", ":", "80", "-", "->", "/tcp", ", ", "\n", "1-65535"],
    "a\tb\t0.0.0.0:80-81->80-81/tcp, :::80->80/tcp\n",
  ),
  volumes: text(
    (listing) => volumeTable(readStoredVolumes("node", listing), readVolumeServices(listing)),
    ...["node ", "holds ", "uses ", "-", " ", "\n", "a", "b", "12", "1e999"],
    "a a 12\nnode n a\nholds a a\nuses s 1 a\n",
  ),
  processes: text(
    (listing) => engineClients(listing),
    ...["1", " ", "node", "/@pulumi/pulumi/cmd/run", "--engine", "127.0.0.1:", "80", "pulumi-resource-"],
    ...["a", "\n"],
    ...[
      "12 /x/node /y/@pulumi/pulumi/cmd/run --engine 127.0.0.1:80\n",
      "7 pulumi-resource-aws 127.0.0.1:80\n",
    ],
  ),
  routes: text(
    (listing) => [readRoutes(listing), readKernelRoutes(listing), readNameServers(listing)],
    ...["10.0.0.0", "/", "8", " dev ", "eth0", "\n", "\t", "0000000A", "00FFFFFF", "0003\t0\t0\t0\t"],
    ...["nameserver ", "127.0.0.1", "default", " "],
    ...[
      "10.0.0.0/8 via 10.1.2.3 dev eth0 proto dhcp\n",
      "eth0\t0000000A\t00000000\t0003\t0\t0\t0\t00FFFFFF\t0\n",
      "nameserver 10.0.0.2\n",
    ],
  ),
  "a manifest": json((body) => {
    const found = { manifests: JSON.parse(body) } as Manifest;
    return [manifestFor(found, "linux/amd64"), platformsOf(found)];
  }),
  "an engine's swarm": json((body) => swarmTrouble("a", JSON.parse(body) as SwarmInfo, "b")),
  "a docker context": data(variablesOf),
  "a docker client's configuration": json((body) => [
    contextIn(body),
    withLogins(configurationIn(body, "config.json"), { a: { username: "a", password: "b" } }),
  ]),
  "the distribution of replicas": text(
    (lines) => spreadTable(lines, lines),
    ...["web", " ", "a=", "1", "\n", "shop_web worker-0=2 worker-1=3\n"],
  ),
  "a kernel's settings": text(
    (lines) => kernelFeatures(lines),
    ...["CONFIG_", "IP_VS", "=", "y", "m", "\n", "CONFIG_IP_VS=m\n"],
  ),
  "mirrors of Debian": text(
    (lines) => readMirrors(lines),
    ...["http://", "debian", "/", " ", "main", "trixie", "-security", "\n"],
    "http://deb.debian.org/debian/ trixie main\n",
  ),
};

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return undefined;
  }
}
