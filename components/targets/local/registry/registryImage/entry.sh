#!/bin/sh
# Reads the password from a file and stores only a hash; it appears in no argument or environment variable.
set -eu
umask 077
htpasswd -i -B -C 5 -c /run/htpasswd swarm </etc/swarm/registry-password
exec docker-registry serve /etc/docker/registry/config.yml
