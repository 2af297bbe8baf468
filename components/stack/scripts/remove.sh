#!/bin/sh
# Runs on the seed manager.
# remove STACK   services first, then networks once no task is left, then configs and secrets; volumes stay.
stack=$1

list() {
  docker "$1" ls --quiet --filter "label=com.docker.stack.namespace=$stack"
}

remove_all() {
  ids=$(list "$1") || return 1
  # shellcheck disable=SC2086 # ids
  [ -z "$ids" ] || docker "$1" rm $ids >/dev/null
}

no_tasks() {
  [ "$(curl --silent --unix-socket /var/run/docker.sock --get http://docker/tasks \
    --data-urlencode "filters={\"label\":[\"com.docker.stack.namespace=$stack\"]}")" = "[]" ]
}

alone "stack-$stack"
engine_ready
remove_all service
until_true 120 no_tasks ||
  fail "stack $stack: tasks still stop after two minutes" "see which: npm run docker -- stack ps $stack"
until_true 30 remove_all network ||
  fail "stack $stack: a network is still in use" "see which: npm run docker -- network ls"
remove_all config
remove_all secret
