#!/bin/sh
# Starts the language host that was built here. Version 3.68 takes by flag what today's CLI sends with each
# request: without it, it loads a TypeScript compiler that this project does not need.
if grep -q '^ *typescript: *false' Pulumi.yaml 2>/dev/null; then
  set -- -typescript=false "$@"
fi
exec "$(dirname "$0")/pulumi-language-nodejs-built" "$@"
