#!/bin/sh
# Runs in the registry's container while nothing is pushed.
# retain KEEP now=REPOSITORY@DIGEST... used=REPOSITORY@DIGEST...
#   now: the images that the services run; used: those that they ran before, and may roll back to
# Keeps the last KEEP pushes of each service that has an image among `now`; removes all images of other
# services. Always keeps the images in the arguments. Considers only tags that end in a content hash. Prints
# the removed tags as lines REPOSITORY:TAG.
set -eu
keep=$1
shift
exec 9>/run/retain.lock
flock -n 9 || exit 0
root=/var/lib/registry/docker/registry/v2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Time, tag and digest of each push to a repository, the latest first: each push rewrites the digest's link.
pushes() {
  find "$1/tags" -path '*/index/sha256/*/link' -printf '%T@ %P\n' | sort -rn |
    awk '{ split($2, part, "/"); print $1, part[1], part[4] }'
}

# outdated REPOSITORY REFERENCE...: tag and digest of each push that nothing keeps.
outdated() {
  repository=$1
  shift
  awk -v keep="$keep" -v repository="$repository" -v references="$*" '
    BEGIN {
      count = split(references, reference, " ")
      for (i = 1; i <= count; i++) {
        match(reference[i], "="); kind = substr(reference[i], 1, RSTART - 1); name = substr(reference[i], RSTART + 1)
        split(name, part, "@sha256:")
        if (part[1] == repository) { kept[part[2]] = 1; if (kind == "now") now[part[2]] = 1 }
      }
    }
    $2 ~ /-[0-9a-f]+$/ && match($2, "-[0-9a-f]+$") && RLENGTH == 17 {
      tag[++total] = $2; digest[total] = $3; service[total] = substr($2, 1, RSTART - 1)
      if ($3 in now) deployed[service[total]] = 1
    }
    END {
      for (i = 1; i <= total; i++) {
        if (!(service[i] in deployed)) continue
        if (!seen[service[i] " " digest[i]]++ && ++number[service[i]] <= keep) kept[digest[i]] = 1
      }
      for (i = 1; i <= total; i++) if (!(digest[i] in kept)) print tag[i], digest[i]
    }'
}

# closure MANIFESTS: the digests on standard input and all that they list, as a multi-platform image does.
closure() {
  while read -r digest; do
    echo "$digest"
    data=$root/blobs/sha256/$(printf '%.2s' "$digest")/$digest/data
    [ -e "$data" ] || continue
    grep -o 'sha256:[0-9a-f]*' "$data" | cut -d : -f 2 | while read -r listed; do
      # Layers and configurations have no revision of their own.
      [ ! -e "$1/revisions/sha256/$listed" ] || echo "$listed"
    done
  done | sort -u
}

forget() {
  manifests=$1
  while read -r tag digest; do
    from=${manifests:?}/tags/$tag
    rm -rf "$from/index/sha256/$digest"
    [ "$(cat "$from/current/link" 2>/dev/null)" != "sha256:$digest" ] || rm -rf "$from/current"
    # Remove the tag with its last image.
    if rmdir "$from/index/sha256" 2>/dev/null; then
      rm -rf "$from"
      printf '%s:%s\n' "$repository" "$tag"
    fi
  done <"$work/outdated"
  # Keep what other tags list, ours or not.
  find "$manifests/tags" -path '*/index/sha256/*/link' -printf '%P\n' | awk -F / '{ print $4 }' | sort -u |
    closure "$manifests" >"$work/kept"
  cut -d ' ' -f 2 "$work/outdated" | sort -u | closure "$manifests" | grep -vxFf "$work/kept" |
    while read -r digest; do
      rm -rf "${manifests:?}/revisions/sha256/$digest"
    done
}

[ -d "$root/repositories" ] || exit 0
find "$root/repositories" -type d -name _manifests >"$work/repositories"
while read -r manifests; do
  repository=${manifests#"$root/repositories/"}
  repository=${repository%/_manifests}
  [ -d "$manifests/tags" ] || continue
  pushes "$manifests" | outdated "$repository" "$@" >"$work/outdated"
  [ ! -s "$work/outdated" ] || forget "$manifests"
done <"$work/repositories" >"$work/forgotten"
# Runs every time, because an earlier run may have stopped before it.
docker-registry garbage-collect /etc/docker/registry/config.yml >"$work/log" 2>&1 || {
  cat "$work/log" >&2
  exit 1
}
cat "$work/forgotten"
