#!/bin/sh
# Remote step; functions: payload.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# acceptRequests add USER MACHINE SCRIPT   (standard input: for each key: key KEY [POOL LABEL=VALUE...])
#   lets workers that have KEY run SCRIPT, and nothing else; POOL is the pool that scales to which they belong
# acceptRequests remove USER
# Runs on each manager. SCRIPT is the stored nodeRequest.sh; it gets the worker's address and what it asks for.
verb=$1
user=$2
stored=/var/lib/swarm-scripts/${4-}
program=/usr/local/sbin/swarm-node-request
pools=/etc/swarm-pools
mark=swarm-node-requests

# The line with the key, which OpenSSH reads: the user's shell gets the command.
entry() {
  # shellcheck disable=SC2016 # for that shell
  printf 'restrict,command="%s %s ours %s \\"\\" %s %s%s" %s %s\n' \
    "sudo -n timeout -k 10 $node_request_seconds sh" "$program" "$cluster" \
    '\"${SSH_CONNECTION%% *}\"' '\"$SSH_ORIGINAL_COMMAND\"' "${2:+ $2}" "$1" "$mark"
}

receive() {
  [ "$1" = key ] || return 0
  field key "$2"
  pool=
  shift 2
  if [ "$#" -gt 0 ]; then
    field pool "$1"
    shift
    : >"$pools/$pool"
    for encoded; do
      field label "$encoded"
      printf '%s\n' "$label" >>"$pools/$pool"
    done
  fi
  entry "$key" "$pool" >>"$file.new"
}

alone requests
file=$(getent passwd "$user" | cut -d : -f 6)/.ssh/authorized_keys
# The keys that others may have added stay.
grep -v " $mark\$" "$file" >"$file.new" || :
rm -rf "$pools"
if [ "$verb" = add ]; then
  mkdir -p "$pools"
  each_record receive
  cp "$stored" "$program.new"
  mv "$program.new" "$program"
fi
chmod --reference "$file" "$file.new"
chown --reference "$file" "$file.new"
mv "$file.new" "$file"
[ "$verb" = add ] || rm -f "$program"
