#!/bin/sh
# An OCI runtime for computers that lack some capabilities, where runc would refuse a privileged container. It
# removes the missing ones from the container's configuration, then runs runc. Calls that start no process go
# straight to runc.
set -eu

runc=${SWARM_RUNTIME_RUNC:-runc}
status_file=${SWARM_RUNTIME_STATUS:-/proc/self/status}

command=
bundle=.
process=
take=
for argument in "$@"; do
  case $take in
    bundle) bundle=$argument ;;
    process) process=$argument ;;
    skip | '') ;;
  esac
  if [ -n "$take" ]; then
    take=
    continue
  fi
  case $argument in
    --bundle=*) bundle=${argument#*=} ;;
    --process=*) process=${argument#*=} ;;
    --bundle | -b) take=bundle ;;
    --process | -p) take=process ;;
    --root | --log | --log-format | --criu | --rootless) take=skip ;;
    -*) ;;
    *) if [ -z "$command" ]; then command=$argument; fi ;;
  esac
done

case $command in
  create | run | restore) file=$bundle/config.json ;;
  exec) file=$process ;;
  *) file= ;;
esac
if [ -z "$file" ] || ! [ -f "$file" ]; then exec "$runc" "$@"; fi

bounding=
while read -r key value; do
  if [ "$key" = CapBnd: ]; then bounding=$value; fi
done <"$status_file"
# 41 bits: too many for the arithmetic of some shells.
low=$((0x${bounding#????????}))
high=$((0x${bounding%????????}))

# In the kernel's order; the index of a name is its bit.
names='CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE
NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT
SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE
AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ
PERFMON BPF CHECKPOINT_RESTORE'

bit=0
missing=
for name in $names; do
  if [ "$bit" -lt 32 ]; then held=$((low >> bit & 1)); else held=$((high >> (bit - 32) & 1)); fi
  if [ "$held" -eq 0 ]; then missing="$missing${missing:+|}$name"; fi
  bit=$((bit + 1))
done
if [ -z "$missing" ]; then exec "$runc" "$@"; fi

# Only inside the five capability lists: the same word in an argument or a variable stays.
list='"(bounding|effective|inheritable|permitted|ambient)":[[:space:]]*\['
sed -E -i \
  -e ":again; s/(${list}[^]]*)\"CAP_($missing)\"[[:space:]]*,?/\\1/; t again" \
  -e "s/(${list}[^]]*),([[:space:]]*\\])/\\1\\3/g" \
  "$file"
exec "$runc" "$@"
