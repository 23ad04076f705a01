#!/usr/bin/env bash
# build.sh cpu|cuda OUT: publishes the server into OUT. Needs the .NET SDK and nothing else.
set -euo pipefail
device=${1:-} out=${2:-}
here=$(cd "$(dirname "$0")/.." && pwd)

case $device in
    cpu | cuda) ;;
    *) echo "docker/build.sh: DEVICE is \"$device\", but has to be cpu or cuda." >&2; exit 1 ;;
esac
[ -n "$out" ] || { echo "docker/build.sh: name the folder to publish into: build.sh $device OUT" >&2; exit 1; }

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
dotnet publish "$here/src/CogSpace.Web/CogSpace.Web.csproj" -c Release -p:CogSpaceDevice="$device" -o "$out"
