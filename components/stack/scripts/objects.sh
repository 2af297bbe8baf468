#!/bin/sh
# shellcheck disable=SC2154 # the words of deploy.sh
# Configs and secrets, and what others have made. Sent in front of deploy.sh, whose words it uses.
# All that is received stays in memory, and goes to docker over standard input.
set -eu

# receive: takes the lines apart once all that others should have made is there.
receive() {
  cat >"$work/received"
  check_external <"$work/received"
  : >"$work/config"
  : >"$work/secret"
  : >"$work/network"
  while read -r kind name content template; do
    case $kind in
      config | secret) create "$kind" "$name" "$content" "$template" ;;
      compose) printf '%s' "$name" | base64 -d >"$work/compose" ;;
      network) printf '%s %s %s\n' "$name" "$content" "$template" >>"$work/network" ;;
      job) printf '%s' "$content" | base64 -d >"$work/job-$name" ;;
    esac
  done <"$work/received"
  rm "$work/received"
}

# create KIND NAME BASE64 TEMPLATE: names carry a hash of the content, so what exists is right.
create() {
  docker "$1" inspect "$2" >/dev/null 2>&1 ||
    printf '%s' "$3" | base64 -d |
      docker "$1" create ${4:+--template-driver "$4"} --label "com.docker.stack.namespace=$stack" "$2" - >/dev/null
  printf '%s\n' "$2" >>"$work/$1"
}

# Another stack that makes some of it may be deployed at the same time.
check_external() {
  sed -n 's/^external-//p' >"$work/external"
  [ -s "$work/external" ] || return 0
  until_true 10 all_there || :
  find_missing || fail "the swarm does not answer" "npm run status, then run pulumi up again"
  [ -s "$work/missing" ] || return 0
  while read -r kind services name; do
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
    name=$(printf '%s' "$name" | base64 -d)
    grep -qxF "$kind $name" "$work/there" || printf '%s %s %s\n' "$kind" "$services" "$name" >>"$work/missing"
  done <"$work/external"
}

making() {
  case $1 in
    network) echo "make it: npm run docker -- network create --driver overlay $2; or take external away" ;;
    *) echo "make it: npm run docker -- $1 create $2 FILE; or take external away and name a file" ;;
  esac
}

# Superseded configs and secrets go once nothing uses them; what is still in use stays until the next run.
remove_superseded() {
  for kind in config secret; do
    docker "$kind" ls --filter "label=com.docker.stack.namespace=$stack" --format '{{.Name}}' |
      while read -r name; do
        grep -qxF "$name" "$work/$kind" || docker "$kind" rm "$name" >/dev/null 2>&1 || :
      done
  done
}
