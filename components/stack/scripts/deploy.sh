#!/bin/sh
# Remote step; functions: payload.sh ../../live/scripts/deployed.sh objects.sh judge.sh report.sh rollback.sh
# shellcheck disable=SC2154 # variables and functions of owner.sh
# Runs on the seed manager, after deployed.sh, objects.sh, judge.sh, report.sh and rollback.sh.
# deploy STACK SECONDS SERVICE=REVISION=KIND...
#   KIND: checked (has a health check), unchecked, job (done when it has finished), finite (running is enough)
#   standard input: config NAME CONTENT [golang] | secret NAME CONTENT [golang] | compose FILE | job SERVICE FILE |
#   external-KIND SERVICE,... NAME, which must exist before anything changes | network NAME TRAITS;
#   machines and attempt are ignored: a change only runs this step again
# Ends when every service runs at its revision and prints the arguments, or fails with the reason.
# Its undo is remove.sh, which attempt.sh's step runs.
stack=$1
seconds=$2
shift 2
expected=$*
# On a manager's disk, which keeps its raft membership.
record=/var/lib/docker/swarm-deployed/$stack

look() {
  until observe >"$work/observed" 2>"$work/log"; do
    [ "$(date +%s)" -lt "$end" ] ||
      fail "the swarm does not answer: $(cat "$work/log")" "npm run status, then run pulumi up again"
    sleep 1
  done
  cat "$work/kept" "$work/observed" | judge "$(date +%s)" >"$work/judged"
  sed -n '/^keep /p' "$work/judged" >"$work/kept"
}

# is SERVICE PATTERN: whether the last judgement of the service matches.
is() {
  grep -q "^is $1 $2" "$work/judged"
}

# docker silently ignores a changed definition of an existing network.
networks_unchanged() {
  while read -r name wanted; do
    field name "$name"
    field wanted "$wanted"
    docker network inspect "$name" --format '{{$encrypted := false}}{{range $key, $value := .Options}}{{if and (eq $key "encrypted") (ne $value "false")}}{{$encrypted = true}}{{end}}{{end}}internal={{.Internal}} attachable={{.Attachable}} encrypted={{$encrypted}} subnets={{range .IPAM.Config}}{{.Subnet}},{{end}}' \
      >"$work/traits" 2>/dev/null || continue
    case $wanted in
      *subnets=*) traits=$(sed 's/,$//' "$work/traits") ;;
      *) traits=$(sed 's/ subnets=.*//' "$work/traits") ;;
    esac
    [ "$wanted" = "$traits" ] ||
      fail "stack $stack: the network $name is $traits in the swarm, but $wanted in the file; swarm changes no network" \
        "call it by another key in the file, so that a new one is made, or remove the stack first"
  done <"$work/network"
}

# A stack of this name that others deployed is not this cluster's, unless the settings adopt the swarm.
only_ours() {
  case $adopt in '' | -) ;; "$owner_swarm") return 0 ;; esac
  for kind in service network; do
    docker "$kind" ls --quiet --filter "label=com.docker.stack.namespace=$stack" >"$work/all"
    docker "$kind" ls --quiet --filter "label=com.docker.stack.namespace=$stack" --filter "label=swarm.cluster=$cluster" >"$work/ours"
    foreign=$(grep -vxF -f "$work/ours" "$work/all") || continue
    # shellcheck disable=SC2086 # ids
    fail "stack $stack is in the swarm already, and this cluster has not deployed its $kind $(docker "$kind" inspect $foreign --format '{{if .Spec}}{{.Spec.Name}}{{else}}{{.Name}}{{end}}' | paste -s -d , -)" \
      "nothing was changed; give the stack of the settings another name, or remove the other one first: npm run docker -- stack rm $stack"
  done
}

# Tasks that ended before this deployment are not judged again. Remembers those that failed: an update without
# a change would not start them.
look_before() {
  : >"$work/kept"
  look
  sed -n 's/^over //p' "$work/judged" >"$work/over"
  awk '$1 == "spec" { print $2, $6 }' "$work/observed" >"$work/before"
  awk '$1 == "task" && $5 ~ /^(complete|failed|rejected|shutdown)$/ { print "keep forgiven " $9 }' \
    "$work/observed" >"$work/kept"
}

# Swarm runs a job again at every update, so leave out jobs that run or have finished.
wanted_jobs() {
  for word in $expected; do
    job=${word%%=*}
    revision=${word#*=}
    [ -e "$work/job-$job" ] || continue
    if grep -qxF "${stack}_$job ${revision%%=*}" "$work/before" && ! is "$job" failed; then continue; fi
    printf -- '--compose-file %s ' "$work/job-$job"
  done
}

# docker's own --prune would remove the jobs that are left out.
remove_unlisted() {
  docker service ls --filter "label=com.docker.stack.namespace=$stack" --filter "label=swarm.cluster=$cluster" \
    --format '{{.Name}}' >"$work/services"
  while read -r name; do
    case " $expected" in
      *" ${name#"${stack}_"}="*) ;;
      *) docker service rm "$name" >/dev/null ;;
    esac
  done <"$work/services"
}

# A future docker will wait by default; clients before 26 never wait, and do not know the flag.
detached() {
  case $(docker stack deploy --help) in *--detach*) printf %s --detach ;; esac
}

deploy() {
  look_before
  remove_unlisted
  # docker interpolates empty variables from its own environment, so empty it.
  # shellcheck disable=SC2046 # options; names of services contain no blanks
  env -i PATH="$PATH" docker stack deploy $(detached) --resolve-image never \
    --compose-file "$work/compose" $(wanted_jobs) "$stack" >"$work/log" 2>&1 || refused
  while read -r name; do
    [ -e "$work/job-$name" ] || docker service update --force --detach --quiet "${stack}_$name" >/dev/null
  done <"$work/over"
}

refused() {
  said=$(sed '/^Creating /d; /^Updating /d; /detach=false/d' "$work/log")
  case $said in
    *"mode change is not allowed"*) refused_remedy="give the service another name, or remove it first: npm run docker -- service rm NAME" ;;
    *"declared as external"*) refused_remedy="make it first: npm run docker -- network create --driver overlay NAME" ;;
    *"secret not found"* | *"config not found"*) refused_remedy="make it first: npm run docker -- secret create NAME FILE, or config create" ;;
    *) refused_remedy="fix the compose file" ;;
  esac
  fail "stack $stack: docker refuses it: $said" "$refused_remedy"
}

# Shows progress at most every two seconds, and a line that was shown before only every 30 seconds. `show
# last` shows a pending line.
show() {
  [ "$progress" != "$shown" ] || return 0
  if grep -qxF -- "$progress" "$work/shown"; then pause=30; else pause=2; fi
  [ "${1:-}" = last ] || [ $((time - told)) -ge "$pause" ] || return 0
  say "$stack: $progress"
  printf '%s\n' "$progress" >>"$work/shown"
  shown=$progress
  told=$time
}

# Convergence must last: two checks in a row, or five seconds if only time reveals a crash. A failure must
# last, too, and other services get a moment, so that all failures are reported together.
wait_for_convergence() {
  case $expected in *=unchecked* | *=finite*) patience=10 ;; *) patience=2 ;; esac
  held=0
  doubt=0
  shown=
  told=0
  : >"$work/shown"
  while :; do
    look
    progress=$(sed -n 's/^progress *//p' "$work/judged")
    verdict=$(sed -n 's/^all //p' "$work/judged")
    time=$(date +%s)
    show
    case $verdict in
      converged | waiting) doubt=0 first=$time ;;
      *) doubt=$((doubt + 1)) held=0 ;;
    esac
    case $verdict in
      converged)
        held=$((held + 1))
        if [ "$held" -ge "$patience" ]; then
          show last
          return 0
        fi
        ;;
      waiting) held=0 ;;
      failed) [ "$doubt" -lt 3 ] || end_badly ;;
      failing) [ $((time - first)) -lt 10 ] || [ $((time - begin)) -lt 30 ] || end_badly ;;
      reverting) [ $((time - first)) -lt 60 ] || end_badly ;;
    esac
    [ "$time" -lt "$end" ] || end_badly "not converged after $seconds s ($progress)"
    sleep 0.4
  done
}

end_badly() {
  show last
  give_up "$@"
}

# After a leader election every node is Unknown until it reports.
nodes_known() {
  known=$(docker node ls --format '{{.Status}}') && ! printf '%s\n' "$known" | grep -qx Unknown
}

# A run that was killed may have left a deployment in progress.
alone "stack-$stack" "$((seconds + 240))"
begin=$(date +%s)
end=$((begin + seconds))
in_memory "deploy-$stack"
# shellcheck disable=SC2154 # set by in_memory
work=$memory
engine_ready
only_ours
receive
networks_unchanged
# A deployment that fails half-way is not drift.
rm -f "$record"
deploy
wait_for_convergence
until_true 30 nodes_known || say "not all nodes have reported since the leader changed: npm run status"
remove_superseded
mkdir -p "${record%/*}"
deployed "$stack" >"$record"
output "$expected"
