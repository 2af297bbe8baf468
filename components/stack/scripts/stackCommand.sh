#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # variables and functions of owner.sh
# Runs on the seed manager.
# stackCommand STACK SECONDS ARGUMENT...: runs docker with these arguments, at most SECONDS long. The deployer holds the
# stack's lock meanwhile (engineAccess.sh). Of a deployment that was killed, the last command may still run.
stack=$1
seconds=$2
shift 2
alone "command-$stack" "$command_lock_seconds"
# A future docker will wait by default; clients before 26 never wait, and do not know the flag.
if [ "$1 $2" = "stack deploy" ]; then
  case $(docker stack deploy --help) in *--detach*) set -- "$@" --detach ;; esac
fi
# docker interpolates variables of its environment into the compose file, so empty it.
exec env -i PATH="$PATH" timeout -k 5 "$seconds" docker "$@"
