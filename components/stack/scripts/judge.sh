#!/bin/sh
# shellcheck disable=SC2154 # variables and functions of deploy.sh
# Observes and judges the services of a stack. Sent before deploy.sh, whose variables it uses.
set -eu

services() {
  docker service ls --quiet --filter "label=com.docker.stack.namespace=$stack"
}

# One line for each service and each task; nothing for a missing service, or one without tasks.
observe() {
  docker service ls --filter "label=com.docker.stack.namespace=$stack" \
    --format 'count {{.Name}} {{join (split .Mode " ") "-"}} {{.Replicas}}' || return 1
  observe_ids=$(services) || return 1
  [ -n "$observe_ids" ] || return 0
  # shellcheck disable=SC2086 # ids
  docker service inspect $observe_ids --format \
    'spec {{.Spec.Name}} {{.ID}} {{with .UpdateStatus}}{{.State}}{{else}}none{{end}} {{with .JobStatus}}{{.JobIteration.Index}}{{else}}-{{end}} {{or (index .Spec.TaskTemplate.ContainerSpec.Labels "swarm.revision") "-"}} {{with .Spec.TaskTemplate.RestartPolicy}}{{with .MaxAttempts}}{{.}}{{else}}0{{end}}{{else}}0{{end}} {{with .Spec.TaskTemplate.Placement}}{{join .Constraints ", "}}{{end}}' || :
  # shellcheck disable=SC2046 # ids
  docker inspect --type task $(docker stack ps --quiet --no-trunc "$stack" 2>/dev/null) --format \
    'task {{.ServiceID}} {{.Slot}}{{if not .Slot}}{{.NodeID}}{{end}} {{.DesiredState}} {{.Status.State}} {{or (index .Spec.ContainerSpec.Labels "swarm.revision") "-"}} {{with .JobIteration}}{{.Index}}{{else}}-{{end}} {{.CreatedAt.UnixNano}} {{.ID}} {{json .Status.Err}}' 2>/dev/null || :
}

# judge NOW: reads what it kept last time, then the output of observe. Prints
#   all converged | waiting | failing (others are not done) | reverting | failed (nothing is pending)
#   progress SERVICE N/M ...
#   is SERVICE done | busy | reverting | failed REASON
#   keep ...                        input of the next judgement
# Swarm keeps only five tasks per slot, so failures are remembered here. Forgives failures of earlier
# deployments, and those while another service was not done: a service may fail until its database is up. If
# nothing has changed for 15 seconds, waiting longer is pointless.
judge() {
  awk -v stack="$stack" -v expected="$expected" -v now="$1" '
    BEGIN {
      count = split(expected, words, " ")
      for (i = 1; i <= count; i++) {
        split(words[i], part, "=")
        order[i] = part[1]; revision[part[1]] = part[2]; kind[part[1]] = part[3]
      }
    }
    function rest(from,   text, field) {
      for (field = from; field <= NF; field++) text = text (field > from ? " " : "") $field
      return text
    }
    function plain(text) {
      text = substr(text, 2, length(text) - 2)
      gsub(/\\[nrt]/, " ", text); gsub(/\\u003c/, "<", text); gsub(/\\u003e/, ">", text); gsub(/\\u0026/, "\\&", text)
      gsub(/\\"/, "\"", text); gsub(/\\\\/, "\\", text)
      return text
    }
    $1 == "keep" && $2 == "forgiven" { forgiven[$3] = 1 }
    $1 == "keep" && $2 == "failure" { failure[$3] = $4 " " $5 }
    $1 == "keep" && $2 == "excused" { excused[$3] = 1 }
    $1 == "keep" && $2 == "stuck" { since[$3] = $4 }
    $1 == "count" {
      name = substr($2, length(stack) + 2)
      split($4, replicas, "/"); wanted[name] = replicas[2] + 0; mode[name] = $3; seen[name] = 1
      if ($5 ~ /^\(/ && $6 == "completed)") { split(substr($5, 2), done, "/"); finished[name] = done[1]; wanted[name] = done[2] + 0 }
    }
    $1 == "spec" {
      name = substr($2, length(stack) + 2)
      id[$3] = name; update[name] = $4; iteration[name] = $5; current[name] = $6; attempts[name] = $7
      constraints[name] = rest(8)
    }
    $1 == "task" {
      name = id[$2]
      # the first task of a job has slot 0, on whichever node it runs
      slot = name " " (mode[name] !~ /^global/ && $3 ~ /^0/ ? 0 : $3)
      ended = $5 == "complete" || $5 == "shutdown" || $5 == "failed" || $5 == "rejected" || $5 == "orphaned" || $5 == "remove"
      if (!ended && ($4 == "shutdown" || $4 == "remove")) stopping = 1
      if ($6 != revision[name] || $7 != iteration[name]) { if ($4 == "running" && $5 == "running") outdated[name]++; next }
      error = plain(rest(10))
      if ($4 == "running" && $5 == "running") running[name]++
      if ($5 == "complete") complete[name]++
      if (!ended && $4 != "shutdown" && $4 != "remove") {
        live[slot] = 1
        if ($5 == "pending" && error != "") stuck[name] = error
        if ($5 == "new") stuck[name] = "no address is free in one of its networks"
      }
      if ($9 in forgiven) next
      bad = $5 == "failed" || $5 == "rejected" || ($5 == "complete" && kind[name] ~ /checked$/)
      if (bad) failure[$9] = slot
      if (($8 "") > newest[slot]) {
        newest[slot] = $8 ""; ending[slot] = bad
      }
      if (bad && ($8 "") > latest[name]) {
        latest[name] = $8 ""
        cause[name] = error == "" && $5 == "complete" ? "the program ended with exit code 0" : error
      }
    }
    function because(name) { return cause[name] == "" ? "" : ": " cause[name] }
    function failed(name, text) { state[name] = "failed"; why[name] = text; failures++ }
    END {
      progress = "progress"
      for (task in failure) {
        total[failure[task]]++
        if (!(task in excused)) fresh[failure[task]]++
      }
      for (slot in total) {
        name = substr(slot, 1, index(slot, " ") - 1)
        limit = attempts[name] > 0 ? attempts[name] + 1 : 3
        if (total[slot] >= limit) { suspect[name] = 1; if (fresh[slot] >= 2) crashing[name] = 1 }
      }
      for (slot in newest) {
        name = substr(slot, 1, index(slot, " ") - 1)
        if (ending[slot] && !live[slot] && current[name] == revision[name]) over[name] = 1
      }
      for (i = 1; i <= count; i++) {
        name = order[i]; good = running[name] + 0
        if (name in finished) good = current[name] == revision[name] ? finished[name] + 0 : 0
        else if (kind[name] == "job") good = complete[name] + 0
        else if (kind[name] == "finite") good += complete[name]
        progress = progress "  " name " " good "/" wanted[name] + 0
        # a new global service has no tasks yet
        unborn = mode[name] ~ /^global/ && wanted[name] == 0
        short = !seen[name] || unborn || good < wanted[name]
        state[name] = short || outdated[name] || update[name] == "updating" ? "busy" : "done"
        if (unborn) stuck[name] = "no node for it" (constraints[name] == "" ? "" : " (" constraints[name] ")")
        if (!(name in stuck) || state[name] == "done" || stopping) delete since[name]
        else if (!(name in since)) since[name] = now
        if (update[name] == "rollback_completed") failed(name, "was rolled back" because(name))
        else if (update[name] == "rollback_paused") failed(name, "could not be rolled back" because(name))
        # the rollback is under way: failing now would leave it half done
        else if (update[name] == "rollback_started") { state[name] = "reverting"; reverting = 1 }
        else if (update[name] == "paused") failed(name, "stopped its update" because(name))
        else if (short && over[name] && update[name] != "updating") failed(name, (kind[name] == "job" ? "failed" : "has ended and is not started again") because(name))
        else if ((name in since) && now - since[name] >= 15) failed(name, "cannot start: " stuck[name])
      }
      for (i = 1; i <= count; i++) {
        name = order[i]
        if (state[name] == "failed" || state[name] == "reverting") continue
        others = 0
        for (j = 1; j <= count; j++) if (j != i && state[order[j]] == "busy" && !suspect[order[j]] && !(order[j] in since)) others = 1
        if (suspect[name] && others) { for (task in failure) if (index(failure[task], name " ") == 1) excused[task] = 1 }
        else if (crashing[name]) failed(name, "fails again and again" because(name))
        if (state[name] == "busy") busy = 1
      }
      print "all " (failures ? (reverting ? "reverting" : busy ? "failing" : "failed") : busy || reverting ? "waiting" : "converged")
      print progress
      for (i = 1; i <= count; i++) print "is " order[i] " " state[order[i]] (order[i] in why ? " " why[order[i]] : "")
      for (name in over) if (state[name] == "failed") print "over " name
      for (task in forgiven) print "keep forgiven " task
      for (task in failure) print "keep failure " task " " failure[task]
      for (task in excused) print "keep excused " task
      for (name in since) print "keep stuck " name " " since[name]
    }'
}
