#!/bin/sh
# look   prints what this manager knows, and changes nothing: lines of a word and JSON, info and nodes; then, where there
# is a leader, what members and stacks were recorded as (member.sh, deploy.sh), and what the stacks are now (deployed.sh)
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

info=$(ask info)
printf 'info %s\nnodes %s\n' "$info" "$(ask nodes)"
case $info in *'"Cluster":{"ID":"'?*) ;; *) exit 0 ;; esac
recorded member /var/lib/docker/swarm-members/*
recorded recorded /var/lib/docker/swarm-deployed/*
deployed | sed 's/^/now /'
