#!/bin/sh
# The password comes as a file and leaves as a hash; it is in no argument and no environment.
set -eu
umask 077
htpasswd -i -B -C 5 -c /run/htpasswd swarm </etc/swarm/registry-password
exec docker-registry serve /etc/docker/registry/config.yml
