#!/bin/sh
# shellcheck disable=SC2034,SC2154 # functions of prelude.sh, and variables of the scripts that come after it
# Functions of services that ask the managers when AWS takes their machine back. Sent before watchNotices.sh and
# poolNode.sh, which set $metadata, $folder (with the key for node requests, and the managers' host keys), $user and
# $managers (their addresses).
set -eu
# Of this boot.
handled=/run/swarm-notices

get() {
  curl --silent --fail --max-time 2 "$@"
}

# metadata_of CATEGORY: fails where AWS answers with 404, which means that there is no notice.
metadata_of() {
  token=$(get --request PUT --header "X-aws-ec2-metadata-token-ttl-seconds: 60" "$metadata/api/token") &&
    get --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"
}

# ask REQUEST DONE: asks one manager after the other.
ask() {
  for address in $managers; do
    if ssh -F none -i "$folder/key" -o UserKnownHostsFile="$folder/known_hosts" -o StrictHostKeyChecking=yes \
      -o BatchMode=yes -o ConnectTimeout=3 -o ServerAliveInterval=5 -o ServerAliveCountMax=2 \
      "$user@$address" "$1" </dev/null; then return 0; fi
  done
  say "no manager has $2; the next attempt follows"
  return 1
}

# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
watch_notices() {
  for category in spot/instance-action events/recommendations/rebalance; do
    notice=$(metadata_of "$category") || continue
    notice="$category $(printf '%s' "$notice" | tr -d '\n')"
    ! grep -qxF "$notice" "$handled" || continue
    say "AWS says: $notice"
    if ask drain "drained this node"; then printf '%s\n' "$notice" >>"$handled"; fi
  done
}
