#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # variables and functions of owner.sh
# acceptRequests add USER MACHINE SCRIPT KEY   lets a worker that has KEY run SCRIPT, and nothing else
# acceptRequests remove USER
# Runs on each manager. SCRIPT is the stored nodeRequest.sh; it gets the worker's address and what it asks for.
verb=$1
user=$2
scripts=/var/lib/swarm-scripts
program=/usr/local/sbin/swarm-node-request
mark=swarm-node-requests
alone requests
file=$(getent passwd "$user" | cut -d : -f 6)/.ssh/authorized_keys

# The line with the key, which OpenSSH reads: the user's shell gets the command.
entry() {
  # shellcheck disable=SC2016 # for that shell
  printf 'restrict,command="%s %s ours %s \\"\\" %s %s" %s %s\n' \
    "sudo -n timeout -k 10 $node_request_seconds sh" "$program" "$cluster" \
    '\"${SSH_CONNECTION%% *}\"' '\"$SSH_ORIGINAL_COMMAND\"' "$1" "$mark"
}

# The keys that others may have added stay.
{
  grep -v " $mark\$" "$file" || :
  [ "$verb" = remove ] || entry "$5"
} >"$file.new"
chmod --reference "$file" "$file.new"
chown --reference "$file" "$file.new"
if [ "$verb" = add ]; then
  cp "$scripts/$4" "$program.new"
  mv "$program.new" "$program"
fi
mv "$file.new" "$file"
[ "$verb" = add ] || rm -f "$program"
