#!/bin/sh
# Remote step; functions: payload.sh
# shellcheck disable=SC2154 # waits of steps/times.ts
# pull MACHINE KEEP STACK/SERVICE=REFERENCE...
#   standard input: used, the references that the swarm's services use, or `unknown`; client, a docker client
#   configuration with the registry's credentials
# The swarm agent has no credentials of its own, but the engine never pulls an existing digest again. Keeps
# the last KEEP images of each service on this node; removes older ones that nothing uses.
# Has no undo: images are removed with the machine.
keep=$2
shift 2
alone pull "$pull_lock_seconds"
in_memory pull
# shellcheck disable=SC2154 # set by in_memory
DOCKER_CONFIG=$memory
export DOCKER_CONFIG
in_use=unknown

receive() {
  case $1 in
    used) field in_use "$2" ;;
    client) bytes "$2" >"$DOCKER_CONFIG/config.json" ;;
  esac
}

each_record receive
engine_ready
# ECR's credential helper stores its token and log here, in memory instead of on disk.
AWS_ECR_CACHE_DIR="$DOCKER_CONFIG/ecr"
export AWS_ECR_CACHE_DIR

pull() {
  docker image inspect "$1" >/dev/null 2>&1 || {
    docker pull --quiet "$1" >/dev/null 2>"$DOCKER_CONFIG/$2" && printf '%s\n' "$1" >>"$DOCKER_CONFIG/pulled"
  }
}

# Images pulled for each service, a line STACK/SERVICE REFERENCE each, the latest last. Stored beside the
# images, so both disappear together.
record() {
  printf '%s/swarm-images\n' "$(docker info --format '{{.DockerRootDir}}')"
}

# note STACK/SERVICE=REFERENCE...: the record of earlier runs with this run's images at the end. Leaves out
# images that something else pulled.
note() {
  touch "$record" "$DOCKER_CONFIG/pulled"
  printf '%s\n' "$@" | sed -n 's/=/ /p' | awk '
    FILENAME == ARGV[1] { ours[$1] = 1; next }
    FILENAME == ARGV[2] { ours[$2] = 1 }
    FILENAME == ARGV[2] || ($2 in ours) { line[++count] = $0; last[$0] = count }
    END { for (i = 1; i <= count; i++) if (last[line[i]] == i) print line[i] }
  ' "$DOCKER_CONFIG/pulled" "$record" -
}

# outdated STACK/SERVICE=REFERENCE...: recorded references that no service keeps.
outdated() {
  awk -v keep="$keep" -v in_use="$in_use" -v now="$*" '
    BEGIN {
      count = split(in_use, used, " "); for (i = 1; i <= count; i++) kept[used[i]] = 1
      count = split(now, references, " "); for (i = 1; i <= count; i++) { split(references[i], part, "="); deployed[part[1]] = 1 }
    }
    { name[NR] = $1; reference[NR] = $2 }
    END {
      for (i = NR; i > 0; i--) if ((name[i] in deployed) && ++newer[name[i]] <= keep) kept[reference[i]] = 1
      for (i = 1; i <= NR; i++) if (!(reference[i] in kept) && !(reference[i] in printed)) { print reference[i]; printed[reference[i]] = 1 }
    }' "$record.new"
}

# Includes stopped containers: swarm keeps the last tasks, and the user may inspect one.
used_by_containers() {
  docker ps --all --quiet --no-trunc | xargs -r docker inspect --format '{{.Image}}'
}

# remove REFERENCE: succeeds if the image is gone.
remove() {
  id=$(docker image inspect --format '{{.Id}}' "$1" 2>/dev/null) || return 0
  used_by_containers >"$DOCKER_CONFIG/used" || return 1
  if grep -qxF "$id" "$DOCKER_CONFIG/used"; then return 1; fi
  docker image rm "$1" >/dev/null 2>&1
}

# retain STACK/SERVICE=REFERENCE...: removes recorded images only.
retain() {
  record=$(record) && note "$@" >"$record.new" || return 1
  if [ "$in_use" != unknown ]; then
    for reference in $(outdated "$@"); do
      if remove "$reference"; then
        awk -v gone="$reference" '$2 != gone' "$record.new" >"$record.left" && mv "$record.left" "$record.new"
      fi
    done
  fi
  mv "$record.new" "$record"
}

number=0
jobs=
for reference in $(printf '%s\n' "$@" | sed -n 's/^[^=]*=//p' | sort -u); do
  number=$((number + 1))
  pull "$reference" "error-$number" &
  jobs="$jobs $!=$reference=$number"
done
failed=
for job in $jobs; do
  wait "${job%%=*}" || failed="$failed
$(cat "$DOCKER_CONFIG/error-${job##*=}")"
done
if [ -z "$failed" ]; then
  retain "$@" || say "older images stay on this machine; the next run tries to remove them again"
  exit 0
fi
# Docker only says that it has no credentials; the helper logs the reason.
helper=$(grep -hi 'level=error' "$AWS_ECR_CACHE_DIR/log/ecr-login.log" 2>/dev/null | tail -n 1) || true
case $failed in
  *'no space left on device'*)
    hint="free space on this machine's disk (docker system df shows what uses it), then run pulumi up again"
    ;;
  *'no such host'* | *'lookup '*)
    hint="see that this machine resolves the registry's name, /etc/resolv.conf, then run pulumi up again"
    ;;
  *docker-credential-*) hint="install the credential helper that it names on this machine" ;;
  *credentials* | *[Dd]enied* | *[Uu]nauthorized* | *authorized\ to*)
    hint="see that this machine may pull from this registry"
    ;;
  *'manifest unknown'* | *'name unknown'* | *': not found'*)
    hint="push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE', or '**:Command::STACK/IMAGE' for one that is copied"
    ;;
  *) hint="see that the registry runs and answers from this machine, then run pulumi up again" ;;
esac
fail "images cannot be pulled:$failed${helper:+
$helper}" "$hint"
