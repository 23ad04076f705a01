#!/usr/bin/env bash
# build.sh portable|official OUT: publishes the server into OUT, from an empty system that has only the .NET SDK.
set -euo pipefail
flavour=$1 out=$2
here=$(cd "$(dirname "$0")/.." && pwd)

if [ "$flavour" = portable ]; then
    apt-get update -q
    apt-get install -y -q --no-install-recommends ca-certificates g++ libtorch-dev libopenblas0-pthread libopencv-imgcodecs-dev nodejs npm
fi

dotnet publish "$here/src/CogSpace.Web/CogSpace.Web.csproj" -c Release -p:CogSpacePackages="$flavour" -o "$out"
