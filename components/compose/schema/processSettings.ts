import { isAbsolute } from "node:path";
import { refine, type Schema, show, stringLike, text } from "../../input/schema.ts";
import { closest } from "../../input/spelling.ts";
import { labels } from "./composeValues.ts";

const signals =
  "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX".split(
    " ",
  );

const isSignal = (name: string) =>
  signals.includes(name) || /^RTMIN\+([1-9]|1[0-5])$/.test(name) || /^RTMAX-([1-9]|1[0-4])$/.test(name);

/** The engine refuses a container with another signal. */
export const stopSignal: Schema<string> = refine(text, (value, path) => {
  const number = /^[0-9]{1,2}$/.test(value) ? Number(value) : 0;
  const name = value.toUpperCase().replace(/^SIG/, "");
  if (value === "" || (number >= 1 && number <= 64) || isSignal(name)) return value;
  const near = closest(name, signals);
  return path.error(
    `is no signal: ${show(value)}`,
    near ? `did you mean SIG${near}?` : "write for example SIGTERM",
  );
});

/** The engine refuses a container with a relative one. */
export const workingDirectory: Schema<string> = refine(text, (value, path) =>
  value === "" || isAbsolute(value)
    ? value
    : path.error(
        `must be an absolute path in the container, but is ${show(value)}`,
        "write for example /app",
      ),
);

/** The engine reads numbers alone. */
export const ownerId: Schema<string> = stringLike("a number in quotes", '"1000"', (value) =>
  /^[0-9]{1,10}$/.test(value),
);

const ofIpc =
  /^(kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced|domainname)$|fs\.mqueue\.|net\.)/;

/** A container has only some kernel settings of its own; with another one it does not start. */
export const kernelSettings: Schema<Record<string, string>> = refine(labels, (settings, path) => {
  const entries = Object.entries(settings).filter(([name, value]) => {
    if (ofIpc.test(name.replaceAll("/", "."))) return true;
    path
      .at(name)
      .warn(
        "is left out; it is a setting of the whole node, which no container can change",
        `set it on the nodes: sysctl -w ${name}=${value}`,
      );
    return false;
  });
  return Object.fromEntries(entries);
});
