#!/bin/bash
# The image has neither curl nor wget: bash opens the connection itself.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'GET / HTTP/1.0\r\n\r\n' >&3
read -r -t 1 _ status _ <&3
[ "$status" = 200 ]
