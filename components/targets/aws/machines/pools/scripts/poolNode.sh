#!/bin/sh
# shellcheck disable=SC2034,SC2154 # prelude.sh, payload.sh and notices.sh come before it; waits of steps/times.ts
# poolNode POOL REGION METADATA PARAMETER GROUP USER
# A service of a machine in a pool that scales (poolData.ts puts it into the user data). Lets the machine join the
# swarm once it has the deployed images, keeps it up to date with them, and leaves before AWS ends the machine.
#   METADATA   http://169.254.169.254
#   PARAMETER  of SSM: managers, join token, key, images (poolParameter.ts); `up` writes it
#   GROUP      the auto-scaling group, with the lifecycle hooks `launch` and `end`
set -eu
pool=$1
region=$2
metadata=$3/latest
parameter=$4
group=$5
user=$6
folder=/etc/swarm-requests
case $region in cn-*) domain=amazonaws.com.cn ;; *) domain=amazonaws.com ;; esac
lost=0
next=0
have=
launched=
digest=

# text_of NAME: a value of the JSON object on standard input.
text_of() {
  tr -d '\n' | sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p"
}

# call_aws SERVICE CURL_ARGUMENT...: signed with the role's credentials, which no process list shows.
call_aws() {
  service=$1
  shift
  role=$(metadata_of iam/security-credentials/) && credentials=$(metadata_of "iam/security-credentials/$role") || return 1
  id=$(printf '%s' "$credentials" | text_of AccessKeyId)
  secret=$(printf '%s' "$credentials" | text_of SecretAccessKey)
  session=$(printf '%s' "$credentials" | text_of Token)
  printf 'user = "%s:%s"\nheader = "x-amz-security-token: %s"\n' "$id" "$secret" "$session" |
    curl --silent --show-error --fail --max-time 20 --aws-sigv4 "aws:amz:$region:$service" --config - \
      "$@" "https://$service.$region.$domain/"
}

# https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
read_parameter() {
  call_aws ssm --header "X-Amz-Target: AmazonSSM.GetParameter" --header "Content-Type: application/x-amz-json-1.1" \
    --data "{\"Name\":\"$parameter\",\"WithDecryption\":true}" | text_of Value | sed 's/\\n/\n/g'
}

# lifecycle ACTION HOOK [RESULT]
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CompleteLifecycleAction.html
# https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RecordLifecycleActionHeartbeat.html
lifecycle() {
  call_aws autoscaling --data "Action=$1&Version=2011-01-01${3:+&LifecycleActionResult=$3}" \
    --data "LifecycleHookName=$2&AutoScalingGroupName=$group&InstanceId=$instance" >/dev/null
}

complete_hook() {
  lifecycle CompleteLifecycleAction "$1" CONTINUE
}

# The metadata say at once that AWS ends this machine, but the load balancer finishes its connections first; only then
# the hook holds the machine, and AWS accepts a heartbeat. Before that it answers with 400.
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html
without_connections() {
  problem=$(lifecycle RecordLifecycleActionHeartbeat end 2>&1) && return 0
  case $problem in *"error: 400"*) ;; *) say "$problem" ;; esac
  return 1
}

receive() {
  case $1 in
    token) field join_token "$2" ;;
    manager)
      field address "$2"
      field host_key "$3"
      managers="$managers $address"
      printf '%s %s\n' "$address" "$host_key" >>"$folder/known_hosts.new"
      ;;
    key) bytes "$2" >"$folder/key" ;;
    client) bytes "$2" >"$folder/config.json" ;;
    images)
      field digest "$2"
      images=
      ;;
    from)
      field folder_of_images "$2"
      shift 2
      for encoded; do
        field image "$encoded"
        images="$images $folder_of_images$image"
      done
      ;;
  esac
}

# Fails until `up` has written the parameter.
update() {
  value=$(read_parameter) && [ -n "$value" ] || return 1
  managers=
  : >"$folder/known_hosts.new"
  each_record receive <<VALUE
$value
VALUE
  mv "$folder/known_hosts.new" "$folder/known_hosts"
}

pull() {
  for image in $images; do
    docker image inspect "$image" >/dev/null 2>&1 ||
      AWS_ECR_CACHE_DIR=/run/swarm-ecr docker --config "$folder" pull --quiet "$image" >/dev/null || return 1
  done
}

# The token goes over the engine's socket, which no process list shows. The node gets no tasks before `ready`.
join() {
  addresses=
  for address in $managers; do addresses="$addresses,\"$address:2377\""; done
  answer=$(printf '{"ListenAddr":"0.0.0.0:2377","RemoteAddrs":[%s],"JoinToken":"%s","Availability":"drain"}' \
    "${addresses#,}" "$join_token" |
    curl --silent --show-error --max-time 60 --unix-socket /var/run/docker.sock --header 'Content-Type: application/json' \
      --data-binary @- http://docker/swarm/join 2>&1) || :
  [ -z "$answer" ] || say "the engine says: $answer"
  [ "$(swarm_state)" = active ]
}

# Seconds until the next look: machines that started together do not ask AWS together for ever.
pause() {
  if [ -z "$have" ] || [ "$have" != "$digest" ]; then
    echo "$pool_attempts_seconds"
  else
    echo "$((pool_images_seconds + $(printf '%s' "$instance" | cksum | cut -d ' ' -f 1) % pool_spread_seconds))"
  fi
}

# Joins, or gets other images, and says so to the managers.
follow() {
  update || return 0
  [ "$digest" != "$have" ] || return 0
  pull || return 0
  [ "$(swarm_state)" = active ] || join || return 0
  ask "ready $digest" "answered ready $digest" || return 0
  have=$digest
  [ -n "$launched" ] || ! complete_hook launch || launched=yes
}

# A node that was removed meanwhile never comes back by itself.
check_swarm() {
  case $(swarm_state) in
    active) lost=0 ;;
    inactive)
      [ -z "$have" ] || next=0
      have=
      ;;
    *)
      lost=$((lost + notices_seconds))
      [ "$lost" -lt "$lost_swarm_seconds" ] || docker swarm leave --force || :
      ;;
  esac
}

# https://docs.aws.amazon.com/autoscaling/ec2/userguide/retrieving-target-lifecycle-state-through-imds.html
ends() {
  [ "$(metadata_of autoscaling/target-lifecycle-state)" = Terminated ]
}

mkdir -p "$folder"
touch "$handled"
instance=$(metadata_of instance-id)
until ends; do
  check_swarm
  if [ "$next" -le 0 ]; then
    follow
    next=$(pause)
  fi
  next=$((next - notices_seconds))
  [ -z "$have" ] || watch_notices
  sleep "$notices_seconds"
done
say "AWS ends this machine of $pool"
if [ -n "$have" ] || [ "$(swarm_state)" = active ]; then
  [ -n "${managers-}" ] || update || :
  until without_connections; do sleep "$notices_seconds"; done
  # Only the pauses count: a manager that lets others drain first answers late.
  waited=0
  until ask leave "answered leave" || [ "$waited" -ge "$last_request_seconds" ]; do
    waited=$((waited + notices_seconds))
    sleep "$notices_seconds"
  done
  docker swarm leave --force >/dev/null 2>&1 || :
fi
until complete_hook end; do sleep "$notices_seconds"; done
# AWS ends the machine now.
while :; do sleep 3600; done
