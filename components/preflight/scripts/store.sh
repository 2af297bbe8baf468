#!/bin/sh
# Sent after preflight.sh: stores the scripts of all later steps on this machine. The rest of standard input is a
# script that writes them (scriptArchive.ts). leave.sh's step removes them; other machines are deleted whole.
# Scripts of earlier versions stay, for the undo of a step that ran with them.
mkdir -p /var/lib/swarm-scripts
chmod 755 /var/lib/swarm-scripts
[ "$(cd /var/lib/swarm-scripts && sh -eu)" = stored ] ||
  fail "the connection was cut while the scripts were stored here" "run npm run up again"
