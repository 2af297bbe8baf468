import { isIP } from "node:net";
import {
  integer,
  object,
  record,
  refine,
  type Schema,
  scalarText,
  show,
  stringLike,
  text,
} from "../../input/schema.ts";
import { closest } from "../../input/spelling.ts";
import { oneOrMore, uniqueList } from "./composeValues.ts";

const capabilities =
  "AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM ALL".split(
    " ",
  );

const capability: Schema<string> = refine(text, (value, path) => {
  const name = value.toUpperCase().replace(/^CAP_/, "");
  if (capabilities.includes(name)) return value;
  const near = closest(name, capabilities);
  return path.error(
    `is not a Linux capability: ${show(value)}`,
    near ? `did you mean ${near}?` : "write for example NET_ADMIN",
  );
});

export const capabilitySet = uniqueList(capability);

const limits =
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
    " ",
  );

const limitName: Schema<string> = (value, path) => {
  const name = scalarText(value);
  if (limits.includes(name)) return name;
  const near = closest(name, limits);
  return path.error(
    "is no limit of Linux",
    near ? `did you mean ${near}?` : `use one of ${limits.join(", ")}`,
  );
};

const both = object(
  { soft: integer(-1, undefined, 1024), hard: integer(-1, undefined, 2048) },
  { soft: "1024", hard: "2048" },
);

const ulimit: Schema<unknown> = (value, path) => {
  if (typeof value !== "object") return integer(-1, undefined, 1024)(value, path);
  const { soft = 0, hard = -1 } = both(value, path) ?? {};
  if (hard !== -1 && (soft === -1 || soft > hard))
    path.error(`has the soft limit ${soft} above the hard limit ${hard}`, "swap the two, or raise hard");
  return { soft, hard };
};

export const ulimits: Schema<Record<string, unknown>> = record(ulimit, limitName);

const address = stringLike("an IP address", "10.0.0.5", (value) => isIP(value) > 0);

export const nameServers = oneOrMore(address);
