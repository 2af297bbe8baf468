#!/bin/sh
# Sent before preflight.sh if aws.alarms is not set: removes what metrics.sh has left.
if [ -e /etc/systemd/system/swarm-metrics.timer ]; then
  [ ! -d /run/systemd/system ] || systemctl disable --now swarm-metrics.timer
  rm -f /etc/systemd/system/swarm-metrics.timer /etc/systemd/system/swarm-metrics.service /usr/local/sbin/swarm-metrics
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
fi
