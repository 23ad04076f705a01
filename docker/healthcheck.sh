#!/usr/bin/env bash
# Asks the server whether it is well; bash alone, so that the image needs no curl.
set -euo pipefail
exec 3<> "/dev/tcp/127.0.0.1/${Hosting__Port:-7860}"
printf 'GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
