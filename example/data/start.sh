#!/bin/sh
# Redis reads its settings from standard input, so that the password is in no file and no process list.
set -eu
password=$(cat "${DATA_PASSWORD_FILE:-/run/secrets/data-password}")
case $password in
'' | *[!A-Za-z0-9_.-]*)
  echo "data-password: must be letters, digits, '_', '.' or '-' only, and not empty" >&2
  exit 1
  ;;
esac
exec redis-server - <<EOF
$(cat /app/redis.conf)
requirepass $password
EOF
