#!/bin/sh
# shellcheck disable=SC2034,SC2154 # prelude.sh comes before it
# Prints what this machine knows, as lines of a keyword and a value; changes nothing. First `info` (JSON) and
# `record`: the cluster and the swarm that the machine joins, and whether it is in it. On a manager
# that knows a leader also: `nodes` (JSON); `tokens`, digests of the recorded (token.sh) and the current join
# tokens; the records of members (member.sh) and stacks (record.sh), and the stacks now (deployed.sh).
set -eu

ask() {
  curl --silent --max-time 6 --unix-socket /var/run/docker.sock "http://docker/$1" | tr -d '\n' || :
}

# recorded WORD FILE...: prints the lines of each file, prefixed with WORD and the file's name.
recorded() {
  recorded_word=$1
  shift
  for file in "$@"; do
    [ ! -f "$file" ] || sed "s/^/$recorded_word ${file##*/} /" "$file"
  done
}

# After a marker, so that a login greeting is not taken for data.
echo swarm-output-begin
info=$(ask info)
printf 'info %s\n' "$info"
docker_root=$(printf '%s' "$info" | sed -n 's/.*"DockerRootDir":"\([^"]*\)".*/\1/p')
if read -r cluster swarm 2>/dev/null <"$owner_record"; then
  if in_swarm "$swarm"; then
    echo "record $cluster $swarm current"
  elif never_joined; then
    echo "record $cluster $swarm joining"
  else
    echo "record $cluster $swarm past"
  fi
fi
case $info in
  *'"Cluster":{"ID":"'?*)
    printf 'nodes %s\n' "$(ask nodes)"
    printf 'tokens %s %s\n' "$(cat /var/lib/docker/swarm-tokens 2>/dev/null || echo -)" "$(tokens_digest)"
    recorded member /var/lib/docker/swarm-members/*
    recorded recorded /var/lib/docker/swarm-deployed/*
    deployed | sed 's/^/now /'
    ;;
esac
echo
echo swarm-output-end
