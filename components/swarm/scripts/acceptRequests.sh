#!/bin/sh
# Remote step; functions: payload.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# acceptRequests add USER MACHINE SCRIPT [POOL]   (standard input: key KEY, and label LABEL=VALUE for each label)
#   lets workers that have KEY run SCRIPT, and nothing else; POOL is the pool that scales to which they belong
# acceptRequests remove USER [POOL]
#   takes the key away; removes the nodes of a pool whose machines have ended without leaving
# Runs on each manager. SCRIPT is the stored nodeRequest.sh; it gets the worker's address and what it asks for.
verb=$1
user=$2
program=/usr/local/sbin/swarm-node-request
pools=/etc/swarm-pools
marks=swarm-node-requests
if [ "$verb" = add ]; then
  stored=/var/lib/swarm-scripts/$4
  pool=${5-}
else
  pool=${3-}
fi
mark=$marks${pool:+-$pool}

# The line with the key, which OpenSSH reads: the user's shell gets the command.
entry() {
  # shellcheck disable=SC2016 # for that shell
  printf 'restrict,command="%s %s ours %s \\"\\" %s %s%s" %s %s\n' \
    "sudo -n timeout -k 10 $node_request_seconds sh" "$program" "$cluster" \
    '\"${SSH_CONNECTION%% *}\"' '\"$SSH_ORIGINAL_COMMAND\"' "${pool:+ $pool}" "$1" "$mark"
}

receive() {
  case $1 in
    key)
      field key "$2"
      entry "$key" >>"$file.new"
      ;;
    label)
      field label "$2"
      printf '%s\n' "$label" >>"$pools/$pool"
      ;;
  esac
}

# A node is Down a moment after its machine has ended.
remove_nodes() {
  for gone in $(pool_nodes | sed -n 's/ Down$//p'); do docker node rm --force "$gone" || :; done
  [ -z "$(pool_nodes)" ]
}

pool_nodes() {
  docker node ls --filter "node.label=swarm.pool=$pool" --filter "node.label=swarm.cluster=$cluster" --format '{{.ID}} {{.Status}}'
}

alone requests
file=$(getent passwd "$user" | cut -d : -f 6)/.ssh/authorized_keys
# The keys that others may have added stay.
grep -v " $mark\$" "$file" >"$file.new" || :
[ -z "$pool" ] || rm -f "$pools/$pool"
if [ "$verb" = add ]; then
  if [ -n "$pool" ]; then
    mkdir -p "$pools"
    : >"$pools/$pool"
  fi
  each_record receive
  cp "$stored" "$program.new"
  mv "$program.new" "$program"
fi
chmod --reference "$file" "$file.new"
chown --reference "$file" "$file.new"
mv "$file.new" "$file"
[ "$verb" = remove ] || exit 0
grep -q " $marks" "$file" || rm -rf "$program" "$pools"
[ -z "$pool" ] || until_true "$node_removed_seconds" remove_nodes ||
  say "the swarm still has nodes of the pool $pool: see docker node ls, then docker node rm --force"
