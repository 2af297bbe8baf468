#!/bin/sh
# shellcheck disable=SC2034,SC2154 # prelude.sh is in front of it
# look   prints what this machine knows, and changes nothing: lines of a word and its value. First info (JSON) and
# record, the cluster and the swarm that the machine has joined and whether it is still in it. Then, where it is a manager
# that knows a leader: nodes (JSON); tokens, a digest of the join tokens as they were read (token.sh) and as they are
# now; what members and stacks were recorded as (member.sh, deploy.sh), and what the stacks are now (deployed.sh).
set -eu

ask() {
  curl --silent --max-time 6 --unix-socket /var/run/docker.sock "http://docker/$1" | tr -d '\n' || :
}

# recorded WORD FILE...: the lines of the files behind the word and the file's name.
recorded() {
  recorded_word=$1
  shift
  for file in "$@"; do
    [ ! -f "$file" ] || sed "s/^/$recorded_word ${file##*/} /" "$file"
  done
}

# Behind a mark, so that a greeting of the machine's shell is no data.
echo swarm-output-begin
info=$(ask info)
printf 'info %s\n' "$info"
docker_root=$(printf '%s' "$info" | sed -n 's/.*"DockerRootDir":"\([^"]*\)".*/\1/p')
if read -r cluster swarm 2>/dev/null <"$owner_record"; then
  if in_swarm "$swarm"; then echo "record $cluster $swarm current"; else echo "record $cluster $swarm past"; fi
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
