#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of deploy.sh
# Ends a failed deployment. Sent before deploy.sh, whose functions it uses.
set -eu

# give_up [REASON]: reports every failed service, or with REASON all that are not done, and keeps the previous
# versions running.
give_up() {
  cp "$work/judged" "$work/end"
  awk -v all="${1:-}" '$1 == "is" && $3 != "done" && (all != "" || $3 != "busy") { print $2 }' \
    "$work/end" >"$work/undone"
  : >"$work/reverting"
  while read -r name; do report "$name"; done <"$work/undone"
  while read -r name; do roll_back "$name"; done <"$work/undone"
  until_true 60 reverted || :
  while read -r name; do
    says=$(sed -n "s/^is $name failed //p" "$work/end")
    : "${says:=is not ready yet}"
    say "$(hostname): stack $stack: service $name $says; $(remains "$name")"
    say "  → $(remedy "$name" "$says")"
  done <"$work/undone"
  [ -n "${1:-}" ] || awk -v stack="$stack" '$1 == "is" && $3 == "busy" {
    print "stack " stack ": service " $2 " is not ready yet; it goes on by itself" }' "$work/end" >&2
  [ -z "${1:-}" ] || fail "stack $stack: $1" "fix it and run pulumi up again, or raise swarm:stacks.$stack.timeout"
  exit 1
}

kind_of() {
  for word in $expected; do
    [ "${word%%=*}" != "$1" ] || printf '%s\n' "${word##*=}"
  done
}

# state_of SERVICE: its update state, its update failure action, and its current and previous revision.
state_of() {
  docker service inspect "${stack}_$1" --format '{{with .UpdateStatus}}{{.State}}{{else}}none{{end}} {{with .Spec.UpdateConfig}}{{.FailureAction}}{{else}}pause{{end}} {{or (index .Spec.TaskTemplate.ContainerSpec.Labels "swarm.revision") "-"}} {{with .PreviousSpec}}{{or (index .TaskTemplate.ContainerSpec.Labels "swarm.revision") "-"}}{{else}}none{{end}}' 2>/dev/null
}

# Swarm rolls back only failures during the update's monitor period; this handles later ones, and tasks that
# never start. Skips services whose file says pause or continue, and jobs, whose previous version has run.
roll_back() {
  kind=$(kind_of "$1")
  [ "$kind" != job ] || return 0
  state_of "$1" >"$work/state" || return 0
  read -r update action now before <"$work/state"
  case $update in
    rollback_started) printf '%s\n' "$1" >>"$work/reverting" ;;
    rollback_*) return 0 ;;
  esac
  case "$action $kind" in "rollback "* | "continue finite") ;; *) return 0 ;; esac
  if [ "$before" = none ] || [ "$before" = "$now" ]; then return 0; fi
  docker service rollback --detach --quiet "${stack}_$1" >/dev/null 2>&1 || return 0
  printf '%s\n' "$1" >>"$work/reverting"
}

reverted() {
  while read -r name; do
    case $(state_of "$name") in rollback_started*) return 1 ;; esac
  done <"$work/reverting"
}

# remains SERVICE: what runs now.
remains() {
  case "$(kind_of "$1") $(state_of "$1")" in
    job\ *) echo "a job is not rolled back" ;;
    *" rollback_completed "*) echo "the version before it serves on" ;;
    *" rollback_started "*) echo "the version before it is on its way back" ;;
    *" rollback_paused "*) echo "the version before it does not run either" ;;
    *)
      if grep -q "^${stack}_$1 " "$work/before"; then
        echo "it is left as it is"
      else
        echo "there is no version before it to go back to"
      fi
      ;;
  esac
}
