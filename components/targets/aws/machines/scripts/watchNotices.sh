#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # waits of steps/times.ts
# watchNotices METADATA FOLDER USER ADDRESS...
# A service of a machine that AWS can take back. Asks the managers to drain this node when AWS says that it
# takes the machine in two minutes, or that it probably will. The next `up` makes the node active again if the
# machine stays; then only another notice drains it.
#   METADATA   http://169.254.169.254
#   FOLDER     has the key for node requests, and the managers' host keys
#   ADDRESS    a manager's
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html recommends to look
# every five seconds; https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
metadata=$1/latest
folder=$2
user=$3
shift 3
# Of this boot.
handled=/run/swarm-notices

get() {
  curl --silent --fail --max-time 2 "$@"
}

# ask REQUEST ADDRESS...: asks one manager after the other.
ask() {
  request=$1
  shift
  for address in "$@"; do
    if ssh -F none -i "$folder/key" -o UserKnownHostsFile="$folder/known_hosts" -o StrictHostKeyChecking=yes \
      -o BatchMode=yes -o ConnectTimeout=3 -o ServerAliveInterval=5 -o ServerAliveCountMax=2 \
      "$user@$address" "$request" </dev/null; then return 0; fi
  done
  say "no manager has drained this node; the next attempt follows"
  return 1
}

# Without a notice, AWS answers with 404.
look() {
  token=$(get --request PUT --header "X-aws-ec2-metadata-token-ttl-seconds: 60" "$metadata/api/token") || return 0
  for category in spot/instance-action events/recommendations/rebalance; do
    notice=$(get --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$category") || continue
    notice="$category $(printf '%s' "$notice" | tr -d '\n')"
    ! grep -qxF "$notice" "$handled" || continue
    say "AWS says: $notice"
    if ask drain "$@"; then printf '%s\n' "$notice" >>"$handled"; fi
  done
}

touch "$handled"
while :; do
  look "$@"
  sleep "$notices_seconds"
done
