#!/bin/sh
# shellcheck disable=SC2154 # cluster of owner.sh
# Sent before preflight.sh if aws.alarms is set: the machine sends CloudWatch every minute what AWS does not see.
# Has its inverse in noMetrics.sh.
sender=/usr/local/sbin/swarm-metrics
units=/etc/systemd/system

# The sender's own text: it runs without this script.
sender_text() {
  cat <<'SENDER'
# swarm-metrics NAMESPACE
# DiskUsedPercent of the fullest disk, by instance; from a manager QuorumLost, 1 or 0.
set -eu
namespace=$1
metadata=http://169.254.169.254/latest

get() {
  curl --fail --silent --show-error --max-time 5 --header "X-aws-ec2-metadata-token: $token" "$metadata/meta-data/$1"
}

# field NAME: from the credentials.
field() {
  printf '%s' "$credentials" | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"
}

# A manager without a leader knows that it is one, but not the nodes.
quorum_lost() {
  [ "$(timeout 20 docker info --format '{{.Swarm.ControlAvailable}}')" = true ] || return 0
  if timeout 20 docker node ls --quiet >/dev/null 2>&1; then echo 0; else echo 1; fi
}

used=$(df --output=pcent / /var/lib/docker | tr -dc '0-9\n' | sort -n | tail -n 1)
lost=$(quorum_lost) || lost=
token=$(curl --fail --silent --show-error --max-time 5 --request PUT \
  --header 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/api/token")
region=$(get placement/region)
domain=$(get services/domain)
instance=$(get instance-id)
credentials=$(get "iam/security-credentials/$(get iam/security-credentials/)")
data="Action=PutMetricData&Version=2010-08-01&Namespace=$namespace"
data="$data&MetricData.member.1.MetricName=DiskUsedPercent&MetricData.member.1.Unit=Percent&MetricData.member.1.Value=$used"
data="$data&MetricData.member.1.Dimensions.member.1.Name=InstanceId&MetricData.member.1.Dimensions.member.1.Value=$instance"
[ -z "$lost" ] || data="$data&MetricData.member.2.MetricName=QuorumLost&MetricData.member.2.Value=$lost"
# Over standard input: the list of processes shows no secret.
curl --config - --fail --silent --show-error --max-time 20 --output /dev/null <<CONFIG
url = "https://monitoring.$region.$domain/"
aws-sigv4 = "aws:amz:$region:monitoring"
user = "$(field AccessKeyId):$(field SecretAccessKey)"
header = "X-Amz-Security-Token: $(field Token)"
data = "$data"
CONFIG
SENDER
}

unit_text() {
  printf '%s\n' '[Unit]' 'Description=Metrics for the alarms of the swarm' '[Service]' 'Type=oneshot' \
    "ExecStart=/bin/sh $sender swarm%%2F$cluster" 'TimeoutStartSec=90'
}

timer_text() {
  printf '%s\n' '[Unit]' 'Description=Metrics for the alarms of the swarm, every minute' '[Timer]' 'OnBootSec=60' \
    'OnUnitActiveSec=60' 'AccuracySec=1' '[Install]' 'WantedBy=timers.target'
}

# keep FILE: standard input becomes its content; true if it was another.
keep() {
  cat >"$1.new"
  if cmp -s "$1.new" "$1"; then
    rm "$1.new"
    return 1
  fi
  chmod 644 "$1.new"
  mv "$1.new" "$1"
}

install_metrics() {
  changed=
  ! sender_text | keep "$sender" || changed=yes
  ! unit_text | keep "$units/swarm-metrics.service" || changed=yes
  ! timer_text | keep "$units/swarm-metrics.timer" || changed=yes
  if [ -d /run/systemd/system ]; then
    [ -z "$changed" ] || systemctl daemon-reload
    systemctl --quiet enable swarm-metrics.timer
    [ -n "$changed" ] || systemctl --quiet is-active swarm-metrics.timer || changed=yes
    [ -z "$changed" ] || systemctl restart swarm-metrics.timer
    # At once, so that a mistake in the permissions shows in the unit's log and not only as a missing metric.
    [ -z "$changed" ] || systemctl --no-block start swarm-metrics.service
  fi
}

install_metrics
