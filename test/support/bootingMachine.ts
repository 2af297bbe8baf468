import { existsSync, readdirSync } from "node:fs";
import { FakeHost } from "./fakeHost.ts";

export const key = "9DC858229FC7DD38854AE2D88D81803C0EBFCD88";
export const agentKey = "1C5B395CBE5E74E2F1CA21592784DBF388D19D46";
const engine = ["docker-ce 5:29.8.2-1~debian.13~trixie", "docker-ce-cli 5:29.8.2-1~debian.13~trixie"];
export const base =
  "amazon-ecr-credential-helper ca-certificates chrony curl e2fsprogs iproute2 iptables kmod".split(" ");
export const volume = "vol-0abc";
export const device = `disks/nvme-Amazon_Elastic_Block_Store_vol0abc`;

/** `$HOST/packages` lists the packages; a file `$HOST/refuse-WHAT` says how often WHAT must fail. */
const refuse = (what: string, text: string) => `
left=$(cat "$HOST/refuse-${what}" 2>/dev/null || echo 0)
if [ "$left" -gt 0 ]; then
  echo $((left - 1)) >"$HOST/refuse-${what}"
  echo "${text}"
  exit 100
fi`;
export const commands = {
  "apt-get": `${refuse("apt", "Err:1\nE: the mirrors are away\nE: some lists are old")}
case "$*" in *install*)
  for word in "$@"; do
    case $word in
      docker-ce*=*) echo "\${word%%=*} 5:29.8.2-1~debian.13~trixie" ;;
      -* | [a-z]*[!a-z]Lock* | install) ;;
      *) echo "$word 1.0" ;;
    esac
  done >>"$HOST/packages" ;;
esac`,
  "apt-mark": ":",
  blkid: 'case "$*" in *UUID*) echo 11-22 ;; *) cat "$HOST/type" 2>/dev/null || exit 2 ;; esac',
  chronyc: ":",
  curl: `${refuse("curl", "curl: no route")}
while [ "$1" != --output ]; do shift; done
echo key >"$2"`,
  date: 'cat "$HOST/time"',
  docker: `case "$*" in info) [ -f "$HOST/running" ] || { echo "no engine"; exit 1; } ;; *) echo 29.8.2 ;; esac`,
  dpkg: 'case "$*" in --print*) echo arm64 ;; --install*) echo "amazon-ssm-agent 3.3" >>"$HOST/packages" ;; esac',
  "dpkg-query": `for package in "$@"; do :; done
found=$(grep "^$package " "$HOST/packages") || exit 1
printf 'installed %s' "\${found#* }"`,
  findmnt: '[ -f "$HOST/mounted" ]',
  gpg: `case "$*" in
  *--import*) ;;
  *--verify*) cat "$HOST/verdict" ;;
  *) printf "pub:u:4096\\nfpr:::::::::%s:\\nsub:u\\nfpr:::::::::AAAA:\\n" "$(cat "$HOST/fingerprint")" ;;
esac`,
  id: 'cat "$HOST/groups"',
  install: ":",
  "mkfs.ext4": 'echo ext4 >"$HOST/type"',
  modprobe: '! grep -qx "$2" "$HOST/unknown-modules"',
  mount: 'touch "$HOST/mounted"',
  pgrep: '[ -f "$HOST/running" ]',
  service: `case $2 in start) [ -f "$HOST/broken" ] || touch "$HOST/running" ;; stop) rm "$HOST/running" ;; esac`,
  sleep: 'echo $(($(cat "$HOST/time") + $1)) >"$HOST/time"',
  snap: "exit 1",
  usermod: 'echo "swarm docker" >"$HOST/groups"',
};

const trixie = 'ID=debian\nVERSION_CODENAME=trixie\nPRETTY_NAME="Debian 13"\n';

/** A fresh machine with its disk attached. */
export function machine(
  files: Readonly<Record<string, string>> = {},
  host = new FakeHost(commands),
): FakeHost {
  const fresh = {
    time: "1000\n",
    packages: "curl 8\n",
    groups: "swarm\n",
    fingerprint: `${key}\n`,
    verdict: `[GNUPG:] GOODSIG 2784DBF388D19D46 SSM Agent\n[GNUPG:] VALIDSIG ${agentKey} 2026-11-01\n`,
    "unknown-modules": "",
    "os-release": trixie,
    fstab: "",
    modules: "ip_vs\nvxlan\n",
    "apt/none": "",
    [device]: "",
  };
  for (const [name, content] of Object.entries({ ...fresh, ...files })) host.write(name, content);
  return host;
}

/** A machine that has already booted with Docker's packages. */
export const booted = (host?: FakeHost) =>
  machine(
    {
      packages: [...engine, "containerd.io 2.1", ...base.map((name) => `${name} 1.0`), ""].join("\n"),
      groups: "swarm docker\n",
      running: "",
      "state/booted": "",
    },
    host,
  );

/** Runs the boot script on the machine. */
export async function boot(
  host: FakeHost,
  { version = "29.8.2", disk = "none", shell = "none", agentFingerprint = agentKey } = {},
) {
  const changes = {
    "/var/log/swarm-boot.log": host.path("log"),
    "/var/lib/swarm": host.path("state"),
    "/var/lib/docker": host.path("data"),
    "/dev/disk/by-id/": host.path("disks/"),
    "/dev/xvdf": host.path("xvdf"),
    "/dev/sdf": host.path("sdf"),
    "[ -b ": "[ -e ",
    "$(mktemp -d)": `$(mktemp -d -p ${host.path("state")})`,
    "/etc/os-release": host.path("os-release"),
    "/etc/fstab": host.path("fstab"),
    "/etc/modules-load.d/swarm.conf": host.path("modules"),
    "/etc/apt/sources.list.d/docker.list": host.path("apt/docker.list"),
    "/run/systemd/system": host.path("systemd"),
    "/sys/module/": host.path("loaded/"),
    [`agent_fingerprint=${agentKey}`]: `agent_fingerprint=${agentFingerprint}`,
  };
  const args = ["swarm", version, "eu-central-1", disk, shell];
  const outcome = await host.run("targets/aws/machines/scripts/boot.sh", args, undefined, changes);
  const shown = (text: string) =>
    text.replaceAll(`${host.path("")}/`, "").replaceAll(/tmp\.\w+/g, "TEMPORARY");
  const looks = /^(date|sleep|dpkg-query|dpkg --print|id|findmnt|docker|chronyc|pgrep|modprobe)\b/;
  return {
    code: outcome.code,
    output: outcome.stdout,
    log: existsSync(host.path("log")) ? host.read("log").split("\n").slice(0, -1) : [],
    failed: existsSync(host.path("state/failed")) ? host.read("state/failed") : undefined,
    booted: existsSync(host.path("state/booted")),
    temporary: readdirSync(host.path("state")).filter((name) => name.startsWith("tmp.")),
    changes: outcome.calls.filter((call) => !looks.test(call)).map(shown),
  };
}

export const configure = "dpkg --configure -a";
export const install = (packages: string) =>
  `apt-get -o DPkg::Lock::Timeout=60 install --yes --no-install-recommends ${packages}`;
export const update = "apt-get -o APT::Update::Error-Mode=any update";
