#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of engineOwner.sh
# make|remove CLUSTER volume NAME [STACK]
# make     creates a volume, or finds it; prints its creation time
# remove   deletes it with its contents
set -eu
case $verb in
  make)
    docker volume create --label "swarm.stack=$1" --label "swarm.cluster=$cluster" "$name" >/dev/null
    docker volume inspect "$name" --format '{{.CreatedAt}}'
    ;;
  remove) docker volume rm --force "$name" >/dev/null ;;
esac
