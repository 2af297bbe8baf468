#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of preflight.sh
# Network conditions on an existing machine. Sent before preflight.sh, whose functions it uses.
set -eu

# What this machine reaches outside docker's own networks: lines of a range and its description.
reached() {
  ip -4 route show table all 2>/dev/null | awk '
    $1 ~ /^[0-9.]+(\/[0-9]+)?$/ {
      device = ""
      for (i = 2; i < NF; i++) if ($i == "dev") device = $(i + 1)
      if (device ~ /^(docker|br-|veth)/) next
      print ($1 ~ /\// ? $1 : $1 "/32"), "the route " $1 (device == "" ? "" : " dev " device)
    }'
  cat /etc/resolv.conf /run/systemd/resolve/resolv.conf 2>/dev/null |
    awk '$1 == "nameserver" && $2 ~ /^[0-9.]+$/ && $2 !~ /^127\./ { print $2 "/32", "the name server " $2 }' || :
}

# inside RANGE: those lines of `reached` whose range lies completely in RANGE, the nearest first.
inside() {
  awk -v range="$1" '
    function number(address,   part) { split(address, part, "."); return ((part[1] * 256 + part[2]) * 256 + part[3]) * 256 + part[4] }
    BEGIN { split(range, pool, "/"); size = 2 ^ (32 - pool[2]); first = number(pool[1]) }
    { split($1, route, "/") }
    route[2] >= pool[2] && number(route[1]) >= first && number(route[1]) < first + size'
}

# check_pool WANTED_BY RANGE: checks the range for overlay networks before the swarm is created.
check_pool() {
  hidden=$(reached | inside "$2" | sed -n '1s/^[^ ]* //p')
  [ -n "$hidden" ] || return 0
  if [ "$state" = active ]; then
    say "$node: the overlay networks' range $2 hides $hidden from services; only a new swarm can have another one"
  else
    missing "$1" "the overlay networks' range $2 hides $hidden of $node from services" \
      "set swarm:addressPool to a range that no machine has a route to; it is fixed when the swarm is made"
  fi
}

# The firewall's lowest limit of new SSH connections: NUMBER SECONDS, and the rule.
ssh_limit() {
  limits=$(mktemp)
  ports=$(sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }') || :
  iptables-save -t filter 2>/dev/null | awk -v ports=" 22 $(printf '%s' "$ports" | tr '\n' ' ') " '
    function value(option,   i) { for (i = 1; i < NF; i++) if ($i == option) return $(i + 1); return "" }
    function is_ssh(   i, count, list) {
      count = split(value("--dport") "," value("--dports"), list, ",")
      for (i = 1; i <= count; i++) if (list[i] != "" && index(ports, " " list[i] " ")) return 1
      return 0
    }
    BEGIN { unit["sec"] = unit["second"] = 1; unit["min"] = unit["minute"] = 60; unit["hour"] = 3600; unit["day"] = 86400 }
    $1 != "-A" || !is_ssh() { next }
    value("--hitcount") != "" && value("--seconds") != "" { print value("--hitcount") - 1, value("--seconds"), $0 }
    { rate = value("--hashlimit-above"); if (rate == "") rate = value("--hashlimit-upto") }
    rate != "" { split(rate, part, "/"); print part[1] + 0, (part[2] in unit ? unit[part[2]] : 1), $0 }' >"$limits"
  # Native nftables rules; iptables shows only the rules that it created.
  nft list ruleset 2>/dev/null | awk '
    BEGIN { unit["second"] = 1; unit["minute"] = 60; unit["hour"] = 3600; unit["day"] = 86400 }
    / dport (22|ssh|\{[^}]*[ ,]?(22|ssh)[ ,]?[^}]*\}) / && match($0, /limit rate (over )?[0-9]+\/[a-z]+/) {
      split(substr($0, RSTART, RLENGTH), field, " "); split(field[4] == "" ? field[3] : field[4], part, "/")
      sub(/^[ \t]+/, ""); print part[1] + 0, unit[part[2]] + 0, $0
    }' >>"$limits"
  sort -n "$limits" | head -n 1
  rm -f "$limits"
}

# check_connections WANTED_BY NUMBER: checks that NUMBER connections within seconds are allowed.
check_connections() {
  limit=$(ssh_limit)
  [ -n "$limit" ] || return 0
  allowed=${limit%% *}
  limit=${limit#* }
  [ "$allowed" -lt "$2" ] || return 0
  case $limit in
    *ufw*) lift="ufw allow ssh; or, to keep the limit for others, ufw insert 1 allow from ADDRESS to any port 22 proto tcp" ;;
    *) lift="let this computer's address pass before the rule: ${limit#* }" ;;
  esac
  missing "$1" "the firewall of $node takes $allowed new SSH connections in ${limit%% *} s, and up makes about $2 to it" \
    "on $node, as root: $lift"
}
