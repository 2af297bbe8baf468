import type { BadInput } from "./badInput.ts";

const key = (type: string, letter: string) => {
  const name = Buffer.from(type);
  const length = Buffer.from([0, 0, 0, name.length]);
  return Buffer.concat([length, name, Buffer.from(letter.repeat(40))]).toString("base64");
};
const ed25519 = (letter: string) => `ssh-ed25519 ${key("ssh-ed25519", letter)}`;

const opensshKey = (cipher: string) => {
  const head = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    Buffer.from([0, 0, 0, cipher.length]),
    Buffer.from(`${cipher} and more`),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${head.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
};
const sshKey = opensshKey("none");

export const manager = { name: "m", role: "manager", host: "203.0.113.7", hostKey: ed25519("a") };
const worker = { name: "w", role: "worker", host: "203.0.113.8", hostKey: ed25519("b") };

/** Settings that are sound but for what is said. */
export const hosts = (list: readonly object[] = [manager, worker], more: object = {}) => ({
  target: "hosts",
  sshKey,
  hosts: list,
  ...more,
});

const noFile =
  "which is no file → name the file of a private key, or set the key itself: pulumi config set --secret swarm:sshKey";

export const badHosts: readonly BadInput[] = [
  { name: "(none: two valid hosts)", settings: hosts(), diagnostics: [] },
  {
    name: "(none: the defaults in the project's file)",
    settings: hosts([manager], {
      managers: "1",
      workers: "2",
      seed: "manager-0",
      registry: {},
      domain: "",
      local: {},
      aws: {},
    }),
    diagnostics: [],
  },
  {
    name: "(none: a block for another target)",
    settings: { hosts: [manager], registry: { address: "registry.example.com" }, sshKey: "gone" },
    diagnostics: [],
  },
  {
    name: "no hosts and no key",
    settings: { target: "hosts" },
    environment: { HOME: "/home/ann" },
    diagnostics: [
      "swarm:hosts: is missing: target hosts has no machines → write for example [{name: manager-0, role: manager, host: 203.0.113.7, hostKey: ssh-ed25519 AAAA…}]",
      `swarm:sshKey: names /home/ann/.ssh/id_ed25519, ${noFile}`,
    ],
  },
  {
    name: "a host as an address",
    settings: hosts([manager, "203.0.113.8" as unknown as object]),
    diagnostics: [
      'swarm:hosts[1]: must be a mapping, but is "203.0.113.8" → write for example name: manager-0',
    ],
  },
  {
    name: "an empty host",
    settings: hosts([manager, {}]),
    diagnostics: [
      "swarm:hosts[1].name: is missing → write for example name: manager-0",
      "swarm:hosts[1].role: is missing → write for example role: manager",
      "swarm:hosts[1].host: is missing → write for example host: 203.0.113.7",
      "swarm:hosts[1].hostKey: is missing → write what this prints after the host's name: ssh-keyscan -t ed25519 HOST",
    ],
  },
  {
    name: "a host without its key",
    settings: hosts([
      manager,
      { name: "w", role: "worker", host: "web.example.com", port: 2222, address: "10.0.0.8" },
    ]),
    diagnostics: [
      "swarm:hosts[1].hostKey: is missing → write what this prints after the host's name: ssh-keyscan -t ed25519 -p 2222 web.example.com",
    ],
  },
  {
    name: "a line of known_hosts",
    settings: hosts([manager, { ...worker, hostKey: `203.0.113.8 ${ed25519("b")}` }]),
    diagnostics: [
      "swarm:hosts[1].hostKey: has more in front of the key → write ssh-ed25519 AAAAC3NzaC1l… alone",
    ],
  },
  {
    name: "a fingerprint",
    settings: hosts([manager, { ...worker, hostKey: "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8" }]),
    diagnostics: [
      'swarm:hosts[1].hostKey: must be an SSH host key, but is "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8" → write for example ssh-ed25519 AAAA…; ssh-keyscan -t ed25519 HOST prints it after the host\'s name',
    ],
  },
  {
    name: "a host key of another type than its prefix",
    settings: hosts([manager, { ...worker, hostKey: `ssh-rsa ${key("ssh-ed25519", "b")}` }]),
    diagnostics: [
      `swarm:hosts[1].hostKey: must be an SSH host key, but is "ssh-rsa ${key("ssh-ed25519", "b").slice(0, 70)}… → write for example ssh-ed25519 AAAA…; ssh-keyscan -t ed25519 HOST prints it after the host's name`,
    ],
  },
  {
    name: "invalid names, roles, users and addresses",
    settings: hosts([
      manager,
      {
        ...worker,
        name: "Web 1",
        role: "leader",
        host: "203.0.113.300",
        user: "Ann B",
        port: 0,
        address: "::1",
      },
    ]),
    diagnostics: [
      "swarm:hosts[1].name: is not a name for nodes → use up to 40 lower-case letters, digits and hyphens, for example web",
      'swarm:hosts[1].role: must be manager or worker, but is "leader" → write one of these',
      'swarm:hosts[1].host: must be an IPv4 address or a DNS name, but is "203.0.113.300" → write for example 203.0.113.7',
      'swarm:hosts[1].user: must be the name of a user, but is "Ann B" → write for example root',
      "swarm:hosts[1].port: must be a whole number from 1 to 65535, but is 0 → write for example 22",
      'swarm:hosts[1].address: must be an IPv4 address, but is "::1" → write for example 10.0.0.7',
    ],
  },
  {
    name: "a misspelt key of a host",
    settings: hosts([manager, { ...worker, hostkey: "x" }]),
    diagnostics: ["swarm:hosts[1].hostkey: is unknown → did you mean hostKey?"],
  },
  {
    name: "two managers",
    settings: hosts([manager, { ...worker, role: "manager" }]),
    diagnostics: [
      "swarm:hosts: must hold 1, 3, 5 or 7 managers, but holds 2 → give one more or one fewer of them role: manager",
    ],
  },
  {
    name: "no manager",
    settings: hosts([worker]),
    diagnostics: [
      "swarm:hosts: must hold 1, 3, 5 or 7 managers, but holds 0 → give one of them role: manager",
    ],
  },
  {
    name: "numbers of managers and workers besides the list",
    settings: hosts([manager, worker], { managers: 3, workers: { web: { count: 1 } } }),
    diagnostics: [
      "swarm:managers: says nothing beside swarm:hosts, which lists 2 machines → remove it",
      "swarm:workers: says nothing beside swarm:hosts, which lists 2 machines → remove it; labels belong to a machine of the list",
    ],
  },
  {
    name: "a seed that is not in the list",
    settings: hosts([manager, worker], { seed: "w" }),
    diagnostics: ['swarm:seed: must be one of the managers, m, but is "w" → set swarm:seed to m'],
  },
  {
    name: "a name twice",
    settings: hosts([manager, { ...worker, name: "m" }]),
    diagnostics: [
      "swarm:hosts[1].name: has the name m, as an earlier one has → write that of another machine, or remove this one",
    ],
  },
  {
    name: "a machine twice",
    settings: hosts([manager, { ...manager, name: "w", role: "worker" }]),
    diagnostics: [
      "swarm:hosts[1].host: has the SSH server 203.0.113.7:22, as m has → write that of another machine, or remove this one",
    ],
  },
  {
    name: "an address twice, with another port",
    settings: hosts([manager, { ...worker, host: "203.0.113.7", port: 2222 }]),
    diagnostics: [
      "swarm:hosts[1].address: has the address 203.0.113.7, as m has → write that of another machine, or remove this one",
    ],
  },
  {
    name: "a host key twice",
    settings: hosts([manager, { ...worker, hostKey: manager.hostKey }]),
    diagnostics: [
      `swarm:hosts[1].hostKey: has the host key ${manager.hostKey.slice(0, 30)}…${manager.hostKey.slice(-8)}, as m has → give the machine a key of its own: copies of a disk share theirs, and whoever has one can pretend to be the others`,
    ],
  },
  {
    name: "a name without an address",
    settings: hosts([manager, { ...worker, host: "web.example.com" }]),
    diagnostics: [
      "swarm:hosts[1].address: is missing: w's host is a name, and the nodes use addresses among themselves → write the IPv4 address that the other nodes use for it",
    ],
  },
  {
    name: "a loopback address",
    settings: hosts([manager, { ...worker, host: "127.0.0.1", port: 2222 }]),
    diagnostics: [
      "swarm:hosts[1].address: is 127.0.0.1, which no other node reaches → write the IPv4 address that the other nodes use for it",
    ],
  },
  {
    name: "an address inside the pool for overlay networks",
    settings: hosts([manager, { ...worker, address: "10.128.3.4" }]),
    diagnostics: [
      'swarm:hosts[1].address: is 10.128.3.4, inside swarm:addressPool "10.128.0.0/16", which is for overlay networks → set swarm:addressPool to another range, for example 10.192.0.0/16',
    ],
  },
  {
    name: "a domain with a scheme",
    settings: hosts([manager], { domain: "https://shop.example.com" }),
    diagnostics: [
      'swarm:domain: must be a domain name in lowercase letters, but is "https://shop.example.com" → write for example shop.example.com',
    ],
  },
];

export const badKeys: readonly BadInput[] = [
  {
    name: "a missing key",
    settings: hosts([manager], { sshKey: "~/keys/swarm" }),
    environment: { HOME: "/home/ann" },
    diagnostics: [`swarm:sshKey: names /home/ann/keys/swarm, ${noFile}`],
  },
  {
    name: "a public key",
    settings: hosts([manager], { sshKey: "id.pub" }),
    files: { "id.pub": `${ed25519("k")} ann@home\n` },
    diagnostics: ["swarm:sshKey: id.pub is a public key → name the private one, without .pub"],
  },
  {
    name: "a key with a passphrase",
    settings: hosts([manager], { sshKey: opensshKey("aes256-ctr") }),
    diagnostics: [
      "swarm:sshKey: the key is protected by a passphrase → use a key without one: ssh-keygen -t ed25519 -N '' -f FILE",
    ],
  },
  {
    name: "an old key with a passphrase",
    settings: hosts([manager], { sshKey: "id_rsa" }),
    files: {
      id_rsa:
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
    },
    diagnostics: [
      "swarm:sshKey: id_rsa is protected by a passphrase → use a key without one: ssh-keygen -t ed25519 -N '' -f FILE",
    ],
  },
  {
    name: "a key for PuTTY",
    settings: hosts([manager], { sshKey: "key.ppk" }),
    files: { "key.ppk": "PuTTY-User-Key-File-3: ssh-ed25519\n" },
    diagnostics: [
      "swarm:sshKey: key.ppk is a key for PuTTY → convert it: puttygen FILE -O private-openssh -o NEW",
    ],
  },
  {
    name: "half a key",
    settings: hosts([manager], { sshKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n" }),
    diagnostics: [
      "swarm:sshKey: the key is no private key → it begins with -----BEGIN and ends with a line -----END",
    ],
  },
];
