import fc from "fast-check";
import { isSubnet, networkOf } from "../../../components/net/cidr.ts";
import { hostAddress, hostKey, prefix, registryAddress } from "../../../components/settings/hostValues.ts";
import { imagesSchema } from "../../../components/settings/imagesSchema.ts";
import { domainLike } from "../../../components/settings/names.ts";
import { nodeFields } from "../../../components/settings/nodesSchema.ts";
import { isSoundRange } from "../../../components/settings/rangeChecks.ts";
import { maskedSettings } from "../../../components/settings/secretSettings.ts";
import { storedSettings } from "../../../components/settings/storedSettings.ts";
import { writtenSettings } from "../../../components/settings/writtenSettings.ts";
import { architectureOf } from "../../../components/targets/aws/settings/architecture.ts";
import { adminRange, certificate, region, tags } from "../../../components/targets/aws/settings/values.ts";
import { readSshKey } from "../../../components/targets/hosts/settings/sshKey.ts";
import { readUserInput } from "../../../components/userInput/readUserInput.ts";
import { cleaned } from "../../../tools/pulumi/stackFile.ts";
import { hostileText, hostileValue } from "../hostileText.ts";
import { settingNames } from "../settings.ts";
import { workspaceWith } from "../workspace.ts";
import { type Parsers, shape, text } from "./parser.ts";

/** Reads these settings through the whole program, some of them as secrets. */
function settings(written: object) {
  return readUserInput(
    written as Record<string, unknown>,
    { project: "swarm", stack: "dev", secretKeys: ["swarm:stacks", "swarm:registry"] },
    workspaceWith({ "compose.yaml": "services: {web: {image: nginx}}" }),
  );
}

const hostFields = ["name", "role", "host", "port", "user", "hostKey", "address", "labels", "availability"];
const awsFields = [
  ...["region", "adminCidrs", "network", "managers", "machines", "entryPoint", "tags", "registry"],
];

/** What users write in `Pulumi.<stack>.yaml`. */
export const settingsParsers: Parsers = {
  "settings of any kind": {
    input: fc.dictionary(fc.constantFrom(...settingNames, "__proto__"), hostileValue, { maxKeys: 6 }),
    parse: settings,
  },
  "a list of hosts": {
    input: fc.array(
      fc.dictionary(
        fc.constantFrom(...hostFields),
        fc.oneof(hostileValue, hostileText("a", ".", "10", "ssh-ed25519 ", "AAAA", "manager", "worker")),
      ),
      { maxLength: 4 },
    ),
    parse: (list: unknown) => settings({ target: "hosts", hosts: list }),
  },
  "swarm:aws": {
    input: fc.dictionary(
      fc.constantFrom(...awsFields),
      fc.oneof(hostileValue, hostileText("eu-central-1", "a", "10.0.0.0/8", "t3.small", ",")),
    ),
    parse: (aws: unknown) => settings({ target: "aws", aws }),
  },
  "swarm:images": shape(imagesSchema, "ghcr.io", "/", ":", "ghcr.io"),
  "labels of nodes": shape(nodeFields.labels, "a", "=", ","),
  "tags of resources": shape(tags, "a", "=", "aws:"),
  "a region": shape(region, "eu", "-", "central", "1", "a", "eu-central-1"),
  "a certificate": shape(
    certificate,
    ...["arn:aws", ":acm:", "eu-central-1", ":", "123456789012", "certificate/", "0a", "-"],
    "arn:aws:acm:eu-central-1:123456789012:certificate/0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a",
  ),
  "a domain": shape(domainLike("example.com"), "a", ".", "-", "0", "com", "shop.example.com"),
  "an instance type": text(
    (written) => architectureOf(written),
    ...["t", "3", ".", "small", "-", "large", "x", "metal"],
    "t4g.small",
  ),
  "a host's address": shape(hostAddress, "a", ".", "-", "10", "0", "10.0.0.1", "host.example.com"),
  "a registry": shape(registryAddress, "a", ".", ":", "5000", "-", "registry.example.com:5000"),
  "a prefix": shape(prefix, "a", "/", "-", "_", ".", "acme/shop"),
  "a host's key": shape(hostKey, "ssh-ed25519", " ", "ssh-rsa", "A", "=", "\t", "AAAAC3NzaC1lZDI1NTE5"),
  "a private key": text(
    (written, path) => readSshKey(`-----BEGIN ${written}`, workspaceWith({}), path),
    ...["-----BEGIN ", "PRIVATE KEY", "-----", "-----END ", "OPENSSH ", "A", "\n", "="],
    "Proc-Type: 4,ENCRYPTED",
  ),
  "a range of addresses": text(
    (written, path) => {
      isSoundRange(written, [8, 24], "10.0.0.0/8", path);
      return isSubnet(written) && networkOf(written);
    },
    ...["10", ".", "0", "/", "24", "255", "-", "256"],
    "10.0.0.0/16",
  ),
  "addresses of administrators": shape(adminRange, "10", ".", "0", "/", "32", "255", "203.0.113.7/32"),
  "Pulumi.<stack>.yaml": text(
    (written) => [
      storedSettings("dev", workspaceWith({ "Pulumi.dev.yaml": written })),
      cleaned("config: {}", written),
    ],
    ...["config:", "\n  ", "swarm:stacks: ", "{", "}", "secure: ", "&a ", "*a", "encryptionsalt: "],
    ...["v1:", "\n", "- "],
    ...["config:\n  swarm:workers: 3\n", "encryptionsalt: v1:a=:v1:b\n"],
  ),
  "settings as Pulumi passes them": {
    input: fc.dictionary(
      fc.constantFrom("swarm:a", "swarm:stacks", "aws:region"),
      hostileText("{", "[", '"', "}", ":"),
    ),
    parse: (config: Record<string, string>) =>
      maskedSettings(writtenSettings(config), { secretKeys: ["swarm:a", "swarm:stacks"], stored: config }),
  },
  "masks of any settings": {
    input: fc.tuple(hostileValue, hostileValue),
    parse: ([written, stored]: [unknown, unknown]) =>
      maskedSettings({ stacks: written, a: written }, { secretKeys: ["swarm:stacks", "swarm:a"], stored }),
  },
};
