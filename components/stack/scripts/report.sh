#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of deploy.sh
# What a user needs to find the cause of a failure. Sent before deploy.sh, whose variables it uses.
set -eu

# remedy SERVICE REASON: the hint.
remedy() {
  case $2 in
    *"no node for it"* | *"constraints not satisfied"*) echo "change deploy.placement of $1, or give a node what it asks for: npm run docker -- node inspect NODE" ;;
    *"insufficient resources"*) echo "lower deploy.resources.reservations of $1, or take more or larger nodes" ;;
    *"port already in use"*) echo "one task a node can have a port of mode host: lower deploy.replicas of $1, or take more nodes" ;;
    *"max replicas per node"*) echo "raise deploy.placement.max_replicas_per_node of $1, or take more nodes" ;;
    *"missing plugin"*) echo "install the driver that $1 names on the nodes, or name another one" ;;
    *"unsupported platform"*) echo "build the image of $1 for the nodes' platform" ;;
    *"no address is free"* | *"addresses may be exhausted"*) echo "give the network of $1 a larger ipam.config.subnet under a new name; swarm changes no network" ;;
    *) echo "fix it and run pulumi up again; npm run docker -- service logs ${stack}_$1" ;;
  esac
}

# The tasks of a service, newest first, and the last log lines of two that failed or are unhealthy.
report() {
  report_lines=$(docker service ps --no-trunc "${stack}_$1" \
    --format '{{.ID}}|{{.Name}}|{{.Node}}|{{.CurrentState}}|{{.Error}}' 2>/dev/null) || return 0
  case $report_lines in
    *[!\|]*) say "--- tasks of ${stack}_$1" ;;
    *) return 0 ;;
  esac
  printf '%s\n' "$report_lines" | awk -F'|' '
    function cell(text, width) { return sprintf("%-" width "s  ", text) }
    NR > 12 { next }
    {
      line = cell($2, 20) cell($3 == "" ? "-" : $3, 12) cell($4, 26)
      for (i = 5; i <= NF; i++) line = line $i (i < NF ? "|" : "")
      sub(/ +$/, "", line); print (length(line) > 200 ? substr(line, 1, 199) "…" : line)
    }' >&2
  printf '%s\n' "$report_lines" |
    awk -F'|' -v kept="$work/kept" '
      BEGIN { while ((getline line <kept) > 0) if (sub(/^keep forgiven /, "", line)) forgiven[line] = 1 }
      $4 ~ /^(Failed|Starting|Complete)/ && !($1 in forgiven) { print $1, $2, $3 }' | head -n 2 |
    while read -r report_id report_task report_node; do
      say "--- last log lines of $report_task on $report_node"
      timeout 10 docker service logs --raw --tail 20 "$report_id" 2>&1 </dev/null |
        tail -n 20 | tr -d '\000-\010\013-\037' | cut -c 1-300 >&2 || :
    done
}
