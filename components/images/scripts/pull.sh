#!/bin/sh
# pull MACHINE KEEP STACK/SERVICE=REFERENCE...
#   standard input: used, the references that the swarm's services use, or the word unknown; client, a docker client
#   configuration with the registry's credentials
# The engine's agent knows no credentials of its own: what is on the node by digest is never pulled again.
# Each service keeps its last KEEP images here; older ones go, unless something still uses them.
# Not undone: images go with the machine.
keep=$2
shift 2
alone pull 900
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
# ECR's credential helper leaves its token and its log here, in memory, and not on the disk.
AWS_ECR_CACHE_DIR="$DOCKER_CONFIG/ecr"
export AWS_ECR_CACHE_DIR

pull() {
  docker image inspect "$1" >/dev/null 2>&1 || {
    docker pull --quiet "$1" >/dev/null 2>"$DOCKER_CONFIG/$2" && printf '%s\n' "$1" >>"$DOCKER_CONFIG/pulled"
  }
}

# What was pulled for which service, STACK/SERVICE REFERENCE by line, the latest last. It lies beside the images,
# so it comes and goes with them.
record() {
  printf '%s/swarm-images\n' "$(docker info --format '{{.DockerRootDir}}')"
}

# note WORD...: the record of all runs before, with the images of this run at its end. What something else brought
# to this machine is not noted.
note() {
  touch "$record" "$DOCKER_CONFIG/pulled"
  printf '%s\n' "$@" | sed -n 's/=/ /p' | awk '
    FILENAME == ARGV[1] { ours[$1] = 1; next }
    FILENAME == ARGV[2] { ours[$2] = 1 }
    FILENAME == ARGV[2] || ($2 in ours) { line[++count] = $0; last[$0] = count }
    END { for (i = 1; i <= count; i++) if (last[line[i]] == i) print line[i] }
  ' "$DOCKER_CONFIG/pulled" "$record" -
}

# outdated WORD...: the references in the record that no service keeps.
outdated() {
  awk -v keep="$keep" -v in_use="$in_use" -v now="$*" '
    BEGIN {
      count = split(in_use, used, " "); for (i = 1; i <= count; i++) kept[used[i]] = 1
      count = split(now, words, " "); for (i = 1; i <= count; i++) { split(words[i], part, "="); deployed[part[1]] = 1 }
    }
    { name[NR] = $1; reference[NR] = $2 }
    END {
      for (i = NR; i > 0; i--) if ((name[i] in deployed) && ++newer[name[i]] <= keep) kept[reference[i]] = 1
      for (i = 1; i <= NR; i++) if (!(reference[i] in kept) && !(reference[i] in told)) { print reference[i]; told[reference[i]] = 1 }
    }' "$record.new"
}

# Containers that have ended count: swarm keeps the last tasks, and one may be looked at.
used_by_containers() {
  docker ps --all --quiet --no-trunc | xargs -r docker inspect --format '{{.Image}}'
}

# remove REFERENCE: true when it is gone.
remove() {
  id=$(docker image inspect --format '{{.Id}}' "$1" 2>/dev/null) || return 0
  used_by_containers >"$DOCKER_CONFIG/used" || return 1
  if grep -qxF "$id" "$DOCKER_CONFIG/used"; then return 1; fi
  docker image rm "$1" >/dev/null 2>&1
}

# retain WORD...: only what the record names is ever removed.
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
  retain "$@" || say "older images stay on this machine; the next run looks at them again"
  exit 0
fi
# Docker only says that it has no credentials; why not, the helper tells its log alone.
helper=$(grep -hi 'level=error' "$AWS_ECR_CACHE_DIR/log/ecr-login.log" 2>/dev/null | tail -n 1) || true
case $failed in
  *'no space left on device'*)
    remedy="make room on this machine's disk, docker system df tells what takes it there, then run pulumi up again"
    ;;
  *'no such host'* | *'lookup '*)
    remedy="see that this machine resolves the registry's name, /etc/resolv.conf, then run pulumi up again"
    ;;
  *docker-credential-*) remedy="install the credential helper that it names on this machine" ;;
  *credentials* | *[Dd]enied* | *[Uu]nauthorized* | *authorized\ to*)
    remedy="see that this machine may pull from this registry"
    ;;
  *'manifest unknown'* | *'name unknown'* | *': not found'*)
    remedy="push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE', or '**:Command::STACK/IMAGE' for one that is copied"
    ;;
  *) remedy="see that the registry runs and answers from this machine, then run pulumi up again" ;;
esac
fail "images cannot be pulled:$failed${helper:+
$helper}" "$remedy"
