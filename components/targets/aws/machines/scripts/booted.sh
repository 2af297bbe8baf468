#!/bin/sh
# shellcheck disable=SC2154 # waits of steps/times.ts
# booted MACHINE
# Waits for the first boot of this machine (boot.sh) and shows its log. Has no undo: it creates nothing.
log=/var/log/swarm-boot.log
state=/var/lib/swarm
first_boot=/var/lib/cloud/instance/scripts/runcmd
node=$(hostname)

ready() {
  [ -f "$state/booted" ] && docker version >/dev/null 2>&1
}

# Shows the new lines of the log.
show_progress() {
  [ -f "$log" ] || return 0
  tail -n "+$((shown + 1))" "$log" >"$new"
  while read -r line; do
    say "$node: $line"
    shown=$((shown + 1))
  done <"$new"
}

# The cause of a failure may be gone: the boot script resumes where it stopped.
boot_again() {
  say "$node: the first boot failed; it runs again"
  rm -f "$state/failed"
  setsid sh "$first_boot" >>/var/log/cloud-init-output.log 2>&1 9>&- &
}

# boot_failed: shows the reason.
boot_failed() {
  {
    read -r problem
    read -r _ hint
  } <"$state/failed"
  fail "the first boot failed: $problem" "$hint"
}

alone booted
ready && exit 0
new=$(mktemp /dev/shm/swarm-booted-XXXXXX)
trap 'rm -f "$new"' EXIT
trap 'exit 1' HUP INT TERM
shown=0
if [ -f "$state/failed" ]; then
  shown=$(wc -l <"$log")
  boot_again
fi
left=$((first_boot_seconds * 2))
until ready; do
  show_progress
  [ ! -f "$state/failed" ] || boot_failed
  left=$((left - 1))
  [ "$left" -gt 0 ] || fail "the first boot is not done after $first_boot_seconds seconds; its last line: $(tail -n 1 "$log" 2>/dev/null || :)" \
    "look at /var/log/cloud-init-output.log on this machine; if it still works, run pulumi up again"
  sleep 0.5
done
show_progress
