#!/bin/sh
# Runs on this computer.
# volume make STACK NAME     makes a volume, or finds it; prints when it was made
# volume remove STACK NAME   removes it with all that is on it
set -eu
case $1 in
  make)
    docker volume create --label "swarm.stack=$2" "$3" >/dev/null
    docker volume inspect "$3" --format '{{.CreatedAt}}'
    ;;
  remove) docker volume rm --force "$3" >/dev/null ;;
esac
