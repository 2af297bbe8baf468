#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of deploy.sh
# Configs and secrets, and external objects. Sent before deploy.sh, whose functions it uses. All input stays
# in memory, and reaches docker over standard input.
set -eu

# receive: splits the input into records once all external objects exist.
receive() {
  cat >"$work/received"
  for file in external network config secret; do : >"$work/$file"; done
  each_record note_external <"$work/received"
  check_external
  each_record take <"$work/received"
  rm "$work/received"
}

take() {
  case $1 in
    config | secret)
      field name "$2"
      kind=$1
      shift 2
      create "$kind" "$name" "$@"
      ;;
    compose) bytes "$2" >"$work/compose" ;;
    # Both stay encoded, so that each line of the file is one record.
    network) printf '%s %s\n' "$2" "$3" >>"$work/network" ;;
    job)
      field name "$2"
      bytes "$3" >"$work/job-$name"
      ;;
  esac
}

note_external() {
  case $1 in external-*) printf '%s %s %s\n' "${1#external-}" "$2" "$3" >>"$work/external" ;; esac
}

# create KIND NAME CONTENT [TEMPLATE [LABEL…]]: names contain a hash of the content, so an existing object is right.
create() {
  kind=$1 object=$2 content=$3
  field template "${4:--}"
  shift 3
  [ $# -eq 0 ] || shift
  printf '%s\n' "$object" >>"$work/$kind"
  ! docker "$kind" inspect "$object" >/dev/null 2>&1 || return 0
  for encoded in "$@"; do
    field label "$encoded"
    # shellcheck disable=SC2154 # field sets it
    set -- "$@" --label "$label"
    shift
  done
  bytes "$content" |
    docker "$kind" create ${template:+--template-driver "$template"} "$@" --label "com.docker.stack.namespace=$stack" --label "swarm.cluster=$cluster" "$object" - >/dev/null
}

# Another stack that creates some of these may be deploying at the same time.
check_external() {
  [ -s "$work/external" ] || return 0
  until_true 10 all_there || :
  find_missing || fail "the swarm does not answer" "npm run status, then run pulumi up again"
  [ -s "$work/missing" ] || return 0
  while read -r kind services name; do
    field services "$services"
    field name "$name"
    say "$(hostname): stack $stack: the external $kind $name, for $services, is not in the swarm"
    say "  → $(making "$kind" "$name")"
  done <"$work/missing"
  exit 1
}

all_there() {
  find_missing && [ ! -s "$work/missing" ]
}

find_missing() {
  for kind in config secret; do
    docker "$kind" ls --format "$kind {{.Name}}" || return 1
  done >"$work/there"
  docker network ls --filter scope=swarm --format 'network {{.Name}}' >>"$work/there" || return 1
  : >"$work/missing"
  while read -r kind services name; do
    is_there "$kind" "$name" || printf '%s %s %s\n' "$kind" "$services" "$name" >>"$work/missing"
  done <"$work/external"
}

# is_there KIND NAME: grep treats each line of a name as a pattern; names in the swarm have one line.
is_there() {
  field name_of_it "$2"
  case $name_of_it in *"
"*) return 1 ;; esac
  grep -qxF "$1 $name_of_it" "$work/there"
}

making() {
  case $1 in
    network) echo "make it: npm run docker -- network create --driver overlay $2; or take external away" ;;
    *) echo "make it: npm run docker -- $1 create $2 FILE; or take external away and name a file" ;;
  esac
}

# Removes superseded configs and secrets that nothing uses; the next run removes the rest.
remove_superseded() {
  for kind in config secret; do
    docker "$kind" ls --filter "label=com.docker.stack.namespace=$stack" --filter "label=swarm.cluster=$cluster" --format '{{.Name}}' |
      while read -r name; do
        grep -qxF "$name" "$work/$kind" || docker "$kind" rm "$name" >/dev/null 2>&1 || :
      done
  done
}
