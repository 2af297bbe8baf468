#!/bin/sh
# Remote step
# shellcheck disable=SC2154 # waits of steps/times.ts
# Runs on a manager.
# rebalance show           prints SERVICE NODE=TASKS... for each replicated service with two replicas or more
# rebalance spread [HASH]  rebalances the uneven ones, one at a time; ignores the hash, a rerun trigger
# Has no undo: services run where swarm puts them.
verb=$1

tab=$(printf '\t')

# One line for each node, service and task, with fields separated by tabs.
observe() {
  # shellcheck disable=SC2046 # ids
  docker node inspect $(docker node ls --quiet) --format \
    "node$tab{{.ID}}$tab{{.Description.Hostname}}$tab{{.Status.State}}$tab{{.Spec.Availability}}$tab{{.Spec.Role}}$tab{{.Description.Platform.OS}}$tab{{.Description.Platform.Architecture}}{{range \$key, \$value := .Spec.Labels}}$tab{{\$key}}={{\$value}}{{end}}" || return 1
  observe_ids=$(docker service ls --quiet --filter mode=replicated) || return 1
  [ -n "$observe_ids" ] || return 0
  # shellcheck disable=SC2086 # ids
  docker service inspect $observe_ids --format \
    "service$tab{{.ID}}$tab{{.Spec.Name}}$tab{{.Spec.Mode.Replicated.Replicas}}{{with .Spec.TaskTemplate.Placement}}{{range .Constraints}}$tab{{.}}{{end}}{{end}}" || return 1
  # shellcheck disable=SC2046,SC2086 # ids
  docker inspect --type task $(docker service ps --quiet --no-trunc --filter desired-state=running $observe_ids) \
    --format "task$tab{{.ServiceID}}$tab{{.NodeID}}" 2>/dev/null || :
}

# judge show|uneven: reads the output of observe. Prints SERVICE NODE=TASKS..., or the services with two tasks
# more on one node than on another that may run them. Every node meets a constraint on any other fact.
judge() {
  awk -F '\t' -v verb="$1" '
    function rests(text) { gsub(/^ +| +$/, "", text); return tolower(text) }
    function fact(node, key) {
      if (key == "node.id") return node
      if (key == "node.hostname") return host[node]
      if (key == "node.role") return role[node]
      if (key == "node.platform.os") return os[node]
      if (key == "node.platform.arch") return arch[node]
      if (key ~ /^node\.labels\./) return label[node, substr(key, 13)]
      return "?"
    }
    function fits(node, text,   is, at, key, found) {
      is = index(text, "!=") == 0
      at = index(text, is ? "==" : "!=")
      key = rests(substr(text, 1, at - 1))
      found = tolower(fact(node, key))
      return found == "?" || (found == rests(substr(text, at + 2))) == is
    }
    $1 == "node" {
      host[$2] = $3; works[$2] = $4 == "ready" && $5 == "active"; role[$2] = $6; os[$2] = $7; arch[$2] = $8
      names[++nodes] = $2
      for (i = 9; i <= NF; i++) {
        at = index($i, "=")
        label[$2, tolower(substr($i, 1, at - 1))] = substr($i, at + 1)
      }
    }
    $1 == "service" && $4 > 1 {
      order[++services] = $2; name[$2] = $3
      for (i = 5; i <= NF; i++) constraint[$2, ++constraints[$2]] = $i
    }
    $1 == "task" { tasks[$2, $3]++ }
    END {
      for (s = 1; s <= services; s++) {
        id = order[s]; line = name[id]; least = -1; most = 0
        for (n = 1; n <= nodes; n++) {
          node = names[n]; may = works[node]
          for (w = 1; w <= constraints[id]; w++) if (!fits(node, constraint[id, w])) may = 0
          count = tasks[id, node] + 0
          if (may || count > 0) line = line " " host[node] "=" count
          if (!may) continue
          if (least < 0 || count < least) least = count
          if (count > most) most = count
        }
        if (verb == "show") print line
        else if (least >= 0 && most - least > 1) print name[id]
      }
    }'
}

# An update that swarm has not begun yet has no state.
settled() {
  state=$(docker service inspect "$service" --format '{{with .UpdateStatus}}{{.State}}{{end}}')
  case $state in
    paused | rollback_paused | rollback_completed) return 0 ;;
    completed) ;;
    *) return 1 ;;
  esac
  replicas=$(docker service ls --filter "name=$service" --format '{{.Name}} {{.Replicas}}' | awk -v name="$service" '$1 == name { print $2 }')
  [ "${replicas%/*}" = "${replicas#*/}" ]
}

engine_ready
case $verb in
  show)
    seen=$(observe) || fail "the swarm does not answer" "npm run status, then try again"
    output "$(printf '%s\n' "$seen" | judge show)"
    ;;
  spread)
    alone rebalance "$rebalance_lock_seconds"
    seen=$(observe) || fail "the swarm does not answer" "npm run status, then run pulumi up again"
    for service in $(printf '%s\n' "$seen" | judge uneven); do
      say "$service is rebalanced"
      docker service update --detach --force "$service" >/dev/null
      until_true "$service_spreads_seconds" settled || fail "$service is still being spread after $service_spreads_seconds s" "npm run status"
      case $state in
        *paused | rollback_completed) fail "$service does not take its new tasks: its update is $state" "npm run status" ;;
      esac
    done
    ;;
esac
