#!/bin/sh
# Deploys a changed source file of the api to every replica.
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=prelude.sh
. "$here/prelude.sh"

rm -f "$work/digest-api"
build api
push api
for node in manager-0 worker-0 worker-1 worker-2; do
  if [ -e "$work/keys/$node" ]; then background pull "$node" api; fi
done
finish
# shellcheck disable=SC2016 # for the manager's shell
on manager-0 "docker service update --detach --no-resolve-image --image $(reference api) example_api >/dev/null"'
  state() { docker service inspect example_api --format "{{.UpdateStatus.State}}"; }
  until [ "$(state)" = completed ]; do
    case $(state) in *paused* | *rollback*) state >&2; exit 1 ;; esac
    sleep 0.05
  done
  until [ "$(docker service ls --filter name=example_api --format "{{.Replicas}}")" = 4/4 ]; do sleep 0.05; done'
