#!/bin/sh
# pull MACHINE REFERENCE...   (a docker client configuration with the registry's credentials on standard input)
# The engine's agent knows no credentials of its own: what is on the node by digest is never pulled again.
# Not undone: images go with the machine.
shift
alone pull
engine_ready
DOCKER_CONFIG=$(mktemp -d /dev/shm/swarm-pull-XXXXXX)
export DOCKER_CONFIG
trap 'rm -rf "$DOCKER_CONFIG"' EXIT
trap 'exit 1' HUP INT TERM
cat >"$DOCKER_CONFIG/config.json"
# ECR's credential helper leaves its token and its log here, in memory, and not on the disk.
AWS_ECR_CACHE_DIR="$DOCKER_CONFIG/ecr"
export AWS_ECR_CACHE_DIR

pull() {
  docker image inspect "$1" >/dev/null 2>&1 || docker pull --quiet "$1" >/dev/null 2>"$DOCKER_CONFIG/$2"
}

number=0
jobs=
for reference in "$@"; do
  number=$((number + 1))
  pull "$reference" "error-$number" &
  jobs="$jobs $!=$reference=$number"
done
failed=
for job in $jobs; do
  wait "${job%%=*}" || failed="$failed
$(cat "$DOCKER_CONFIG/error-${job##*=}")"
done
[ -n "$failed" ] || exit 0
# Docker only says that it has no credentials; why not, the helper tells its log alone.
helper=$(grep -hi 'level=error' "$AWS_ECR_CACHE_DIR/log/ecr-login.log" 2>/dev/null | tail -n 1) || true
case $failed in
  *docker-credential-*) remedy="install the credential helper that it names on this machine" ;;
  *credentials* | *[Dd]enied* | *[Uu]nauthorized* | *authorized\ to*)
    remedy="see that this machine may pull from this registry"
    ;;
  *'manifest unknown'* | *'name unknown'* | *': not found'*)
    remedy="push what is gone from the registry once more: npm run up -- --replace '**:Image::STACK/SERVICE'"
    ;;
  *) remedy="see that the registry runs and answers from this machine" ;;
esac
fail "images cannot be pulled:$failed${helper:+
$helper}" "$remedy"
