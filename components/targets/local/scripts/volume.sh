#!/bin/sh
# shellcheck disable=SC2154 # the words of engineOwner.sh
# make|remove CLUSTER volume NAME [STACK]
# make     makes a volume, or finds it; prints when it was made
# remove   removes it with all that is on it
set -eu
case $verb in
  make)
    docker volume create --label "swarm.stack=$1" --label "swarm.cluster=$cluster" "$name" >/dev/null
    docker volume inspect "$name" --format '{{.CreatedAt}}'
    ;;
  remove) docker volume rm --force "$name" >/dev/null ;;
esac
