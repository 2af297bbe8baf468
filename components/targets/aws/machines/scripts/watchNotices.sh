#!/bin/sh
# Remote step; functions: notices.sh
# shellcheck disable=SC2034,SC2154 # variables for notices.sh and its own; waits of steps/times.ts
# watchNotices METADATA FOLDER USER ADDRESS...
# A service of a machine that AWS can take back. Asks the managers to drain this node when AWS says that it
# takes the machine in two minutes, or that it probably will. The next `up` makes the node active again if the
# machine stays; then only another notice drains it.
#   METADATA   http://169.254.169.254
#   FOLDER     has the key for node requests, and the managers' host keys
#   ADDRESS    a manager's
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html recommends to look
# every five seconds.
metadata=$1/latest
folder=$2
user=$3
shift 3
managers=$*

touch "$handled"
while :; do
  watch_notices
  sleep "$notices_seconds"
done
