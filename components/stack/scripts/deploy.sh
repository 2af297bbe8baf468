#!/bin/sh
# Runs on the seed manager.
# deploy STACK SECONDS SERVICE=REVISION=KIND...
#   KIND: checked (has a health check), unchecked, job (counts as done when it has finished)
#   standard input, one line each: config NAME BASE64 | secret NAME BASE64 | compose BASE64;
#   machines WORD is passed over: another set of machines only runs this again
# Ends when every service runs at its revision and prints the words, or fails with the reason.
# Its inverse is remove.sh.
stack=$1
seconds=$2
shift 2
expected=$*
started=$(date -u '+%Y-%m-%d %H:%M:%S')
work=$(mktemp -d /dev/shm/swarm-deploy-XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# create KIND NAME BASE64: names carry a hash of the content, so what exists is right.
create() {
  docker "$1" inspect "$2" >/dev/null 2>&1 ||
    printf '%s' "$3" | base64 -d |
      docker "$1" create --label "com.docker.stack.namespace=$stack" "$2" - >/dev/null
  printf '%s\n' "$2" >>"$work/$1"
}

receive() {
  : >"$work/config"
  : >"$work/secret"
  while read -r kind name content; do
    case $kind in
      config | secret) create "$kind" "$name" "$content" ;;
      compose) printf '%s' "$name" | base64 -d >"$work/compose" ;;
    esac
  done
}

services() {
  docker service ls --quiet --filter "label=com.docker.stack.namespace=$stack"
}

# One line for each service and each task, for the judgement below.
observe() {
  docker service ls --filter "label=com.docker.stack.namespace=$stack" \
    --format 'count {{.Name}} {{join (split .Mode " ") "-"}} {{.Replicas}}'
  # shellcheck disable=SC2046 # ids
  docker service inspect $(services) \
    --format 'update {{.Spec.Name}} {{.ID}} {{with .UpdateStatus}}{{.State}}{{else}}none{{end}}'
  # shellcheck disable=SC2046 # ids
  docker inspect --type task $(docker stack ps --quiet --no-trunc "$stack" 2>/dev/null) --format \
    'task {{.ServiceID}} {{.Slot}}{{if not .Slot}}{{.NodeID}}{{end}} {{.DesiredState}} {{.Status.State}} {{or (index .Spec.ContainerSpec.Labels "swarm.revision") "-"}} {{.CreatedAt}}' 2>/dev/null || :
}

# judge: reads what observe saw; first line: converged, waiting or failed SERVICE REASON; second: progress.
judge() {
  awk -v stack="$stack" -v expected="$expected" -v started="$started" '
    BEGIN {
      count = split(expected, words, " ")
      for (i = 1; i <= count; i++) {
        split(words[i], part, "=")
        order[i] = part[1]; revision[part[1]] = part[2]; kind[part[1]] = part[3]
      }
    }
    $1 == "count" {
      name = substr($2, length(stack) + 2)
      split($4, replicas, "/"); wanted[name] = replicas[2] + 0; mode[name] = $3; seen[name] = 1
      if ($5 ~ /^\(/ && $6 == "completed)") { split(substr($5, 2), done, "/"); finished[name] = done[1]; wanted[name] = done[2] + 0 }
    }
    $1 == "update" { name = substr($2, length(stack) + 2); id[$3] = name; update[name] = $4 }
    $1 == "task" {
      name = id[$2]
      if ($6 != revision[name]) { if ($4 == "running" && $5 == "running") outdated[name]++; next }
      if ($4 == "running" && $5 == "running") running[name]++
      if ($5 == "complete") complete[name]++
      if (($5 == "failed" || $5 == "rejected") && ($7 " " $8) >= started) {
        failures[name " " $3]++
        if (failures[name " " $3] >= 3) crashing[name] = 1
      }
    }
    END {
      verdict = "converged"; progress = ""
      for (i = 1; i <= count; i++) {
        name = order[i]; current = running[name] + 0
        if (name in finished) current = finished[name] + 0
        else if (kind[name] == "job") current += complete[name] + 0
        progress = progress (i > 1 ? "  " : "") name " " current "/" wanted[name] + 0
        if (update[name] == "rollback_completed") { verdict = "failed " name " was rolled back"; break }
        if (update[name] == "rollback_paused") { verdict = "failed " name " could not be rolled back"; break }
        # the old version is on its way back: a failure that leaves half of it would be worse
        if (update[name] == "rollback_started") { verdict = "waiting"; continue }
        if (update[name] == "paused") { verdict = "failed " name " stopped its update"; break }
        if (crashing[name]) { verdict = "failed " name " fails again and again"; break }
        # a global service that was just made has no tasks yet
        unborn = mode[name] ~ /^global/ && wanted[name] == 0
        if (!seen[name] || unborn || current < wanted[name] || outdated[name] || update[name] == "updating")
          verdict = "waiting"
      }
      print verdict; print progress
    }'
}

# What a person needs to find the cause: the tasks of these services, and the last words of two that failed.
report() {
  for service in "$@"; do
    say "--- tasks of ${stack}_$service"
    docker service ps --no-trunc "${stack}_$service" \
      --format 'table {{.Name}}\t{{.Node}}\t{{.CurrentState}}\t{{.Error}}' 2>/dev/null | head -n 15 >&2 || :
    for task in $(failed_tasks "$service"); do
      say "--- last log lines of ${stack}_$service, task $task"
      timeout 10 docker service logs --raw --tail 20 "$task" 2>&1 | tail -n 20 >&2 || :
    done
  done
}

failed_tasks() {
  docker service ps --no-trunc "${stack}_$1" --format '{{.ID}} {{.CurrentState}}' 2>/dev/null |
    awk '$2 == "Failed" || $2 == "Rejected" || $2 == "Starting" { print $1 }' | head -n 2
}

service_names() {
  for word in $expected; do printf '%s\n' "${word%%=*}"; done
}

# Converged must hold: twice in a row, or for five seconds where nothing but time can show a crash.
wait_for_convergence() {
  case $expected in *=unchecked*) patience=10 ;; *) patience=2 ;; esac
  held=0
  shown=
  end=$(($(date +%s) + seconds))
  while :; do
    observe >"$work/observed"
    judge <"$work/observed" >"$work/verdict"
    { read -r verdict && read -r progress; } <"$work/verdict"
    [ "$progress" = "$shown" ] || say "$stack: $progress"
    shown=$progress
    case $verdict in
      converged)
        held=$((held + 1))
        [ "$held" -lt "$patience" ] || return 0
        ;;
      failed*)
        verdict=${verdict#failed }
        report "${verdict%% *}"
        fail "stack $stack: service $verdict" "mend it and run pulumi up again; npm run docker -- service logs ${stack}_${verdict%% *}"
        ;;
      *) held=0 ;;
    esac
    if [ "$(date +%s)" -ge "$end" ]; then
      # shellcheck disable=SC2046 # names of services hold no blank
      report $(service_names)
      fail "stack $stack: not converged after $seconds s ($progress)" \
        "mend it and run pulumi up again, or raise swarm:stacks.$stack.timeout"
    fi
    sleep 0.4
  done
}

# Superseded configs and secrets go once nothing uses them; what is still in use stays until the next run.
remove_superseded() {
  for kind in config secret; do
    docker "$kind" ls --filter "label=com.docker.stack.namespace=$stack" --format '{{.Name}}' |
      while read -r name; do
        grep -qxF "$name" "$work/$kind" || docker "$kind" rm "$name" >/dev/null 2>&1 || :
      done
  done
}

# After a change of leader every node is Unknown until it has reported again.
nodes_known() {
  known=$(docker node ls --format '{{.Status}}') && ! printf '%s\n' "$known" | grep -qx Unknown
}

alone "stack-$stack"
engine_ready
receive
# docker fills empty variables from its own environment, so it gets none.
env -i PATH="$PATH" docker stack deploy --prune --resolve-image never --compose-file - "$stack" \
  <"$work/compose" >"$work/log" 2>&1 ||
  fail "stack $stack: docker refuses it: $(cat "$work/log")" "mend the compose file"
wait_for_convergence
until_true 30 nodes_known || say "not all nodes have reported since the leader changed: npm run status"
remove_superseded
printf '%s\n' "$expected"
