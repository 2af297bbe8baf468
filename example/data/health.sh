#!/bin/sh
set -eu
REDISCLI_AUTH=$(cat "${DATA_PASSWORD_FILE:-/run/secrets/data-password}")
export REDISCLI_AUTH
[ "$(redis-cli ping 2>/dev/null)" = PONG ]
