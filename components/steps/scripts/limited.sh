#!/bin/sh
# Runs on this computer: limited.sh PROGRAM COMMAND
# Runs the shell command with only the variables that PROGRAM needs (components/process/childEnvironment.mjs).
# The state names this file, also for undos: it keeps its place and its arguments.
set -eu
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p'); do
  case $1:$name in
    *:PATH | *:HOME | *:USER | *:LOGNAME | *:SHELL | *:TMPDIR | *:XDG_* | *:LD_LIBRARY_PATH) ;;
    *:LANG | *:LANGUAGE | *:LC_* | *:TZ | *:TERM | *:COLORTERM | *:NO_COLOR | *:FORCE_COLOR) ;;
    *:http_proxy | *:https_proxy | *:all_proxy | *:no_proxy) ;;
    *:HTTP_PROXY | *:HTTPS_PROXY | *:ALL_PROXY | *:NO_PROXY) ;;
    *:SSL_CERT_FILE | *:SSL_CERT_DIR | *:NODE_EXTRA_CA_CERTS) ;;
    sh:DOCKER_* | sh:BUILDX_* | sh:BUILDKIT_* | sh:SSH_AUTH_SOCK) ;;
    sh:DBUS_SESSION_BUS_ADDRESS | sh:GNUPGHOME | sh:PASSWORD_STORE_*) ;;
    node:NODE_* | node:npm_* | node:NPM_*) ;;
    aws:NODE_* | aws:npm_* | aws:NPM_* | aws:AWS_*) ;;
    *) unset "$name" ;;
  esac
done
exec /bin/sh -c "$2"
