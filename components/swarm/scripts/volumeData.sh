#!/bin/sh
# Runs on any node, for npm run volumes.
# volumeData list                      prints NAME STACK KIBIBYTES for each volume here that has a name
# volumeData send VOLUME               writes a line `swarm-volume`, then the data as a tar archive
# volumeData receive VOLUME STACK BYTES   (standard input: a script's rest, the tar archive) creates the volume
# volumeData digest VOLUME             prints a digest of names, owners, modes and contents
# volumeData remove VOLUME             removes the volume, its data, and the containers of ended tasks
verb=$1

path() {
  docker volume inspect "$1" --format '{{.Mountpoint}}'
}

# A name of 64 hexadecimal digits belongs to an anonymous volume.
named() {
  docker volume ls --filter driver=local --format '{{.Name}} {{or (.Label "com.docker.stack.namespace") "-"}}' |
    grep -vE '^[0-9a-f]{64} ' || :
}

digest() {
  cd "$(path "$1")" || exit
  {
    find . -exec stat -c '%n %u %g %a %F' {} + | sort
    find . -type l -exec readlink {} +
    find . -type f -print0 | sort -z | xargs -0 -r sha256sum
  } | sha256sum | cut -d ' ' -f 1
}

engine_ready
case $verb in
  list)
    output "$(named | while read -r name stack; do
      printf '%s %s %s\n' "$name" "$stack" "$(du -sk "$(path "$name")" 2>/dev/null | cut -f 1)"
    done)"
    ;;
  send)
    echo swarm-volume
    tar --numeric-owner --sparse -C "$(path "$2")" -cf - .
    ;;
  receive)
    docker volume inspect "$2" >/dev/null 2>&1 ||
      docker volume create --label "com.docker.stack.namespace=$3" "$2" >/dev/null
    folder=$(path "$2")
    [ -z "$(ls -A "$folder")" ] ||
      fail "the volume $2 has data here already" "if it is an old copy, remove it: npm run volumes -- remove $2 NODE"
    # A base image may have no space for all data; fail before anything is copied.
    free=$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')
    [ "$free" -gt "$4" ] || fail "$2 needs $4 KiB, and only $free KiB are free here" "free some disk space, then run it again"
    tar --numeric-owner -C "$folder" -xpf -
    ;;
  digest) output "$(digest "$2")" ;;
  remove)
    # Swarm keeps the containers of ended tasks, which keep their volumes.
    docker ps --all --quiet --filter "volume=$2" --filter status=exited --filter status=created --filter status=dead |
      xargs -r docker rm >/dev/null
    docker volume rm "$2" >/dev/null
    ;;
esac
