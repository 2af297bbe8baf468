#!/bin/sh
# Redis reads the password from standard input, so that it is in no argument and no variable of a process.
set -eu
password=$(cat "${DATA_PASSWORD_FILE:-/run/secrets/data-password}")
case $(printf 'AUTH %s\nPING\n' "$password" | redis-cli 2>/dev/null) in
*PONG) exit 0 ;;
*) exit 1 ;;
esac
