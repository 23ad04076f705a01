#!/usr/bin/env bash
# publish-gpu.sh: the golden tests and the network benchmark as one archive for a machine that has a GPU and no .NET.
set -euo pipefail

root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
place=$root/artifacts/publish-gpu
name=cogspace-gpu
folder=$place/$name
archive=$place/$name.tar.gz
limit=40000000

say() { printf '%s\n' "$*" >&2; }
fail() { say "publish-gpu: $*"; exit 1; }

if [ $# -gt 0 ]; then
    say "Usage: scripts/publish-gpu.sh"
    say "Writes artifacts/publish-gpu/$name.tar.gz. docs/gpu.md says how to run it."
    exit 2
fi
command -v dotnet > /dev/null || fail ".NET was not found. Install the .NET 10 SDK (https://dotnet.microsoft.com/download)."

# publish PROJECT NAME: with the parts of .NET that it uses, into a folder of the archive.
publish() {
    local log=$place/${1##*/}.log
    say "Publishing $1 ..."
    if ! dotnet publish "$root/$1" -c Release -r linux-x64 --self-contained \
        --artifacts-path "$place/build" -o "$folder/$2" \
        -p:WeakenLibstdcxx=true -p:CogSpaceNatives=false -p:DebugType=none \
        -p:PublishTrimmed=true -p:TrimMode=partial -p:SuppressTrimAnalysisWarnings=true \
        -p:JsonSerializerIsReflectionEnabledByDefault=true > "$log" 2>&1; then
        grep -E 'error' "$log" | sort -u | head -n 5 >&2 || tail -n 5 "$log" >&2
        fail "$1 could not be published (the whole output is in $log)."
    fi
}

# The cases whose networks run on ONNX Runtime stay here: the archive does not have its native library.
copy_golden() {
    local file onnx='"kind": *"(esrgan|rife_inference|rife_sequence)"'
    mkdir "$folder/golden"
    cp -r "$root"/tests/golden/{cases,models,reference.json} "$folder/golden/"
    find "$folder/golden/cases" -name case.json | while IFS= read -r file; do
        if grep -qE "$onnx" "$file"; then rm -r "${file%/*}"; fi
    done
}

rm -rf "$folder" "$archive"
mkdir -p "$folder"
publish tests/CogSpace.Golden.Tests golden-tests
publish benchmarks/CogSpace.Benchmarks.Networks benchmarks
# What only compilers and coverage tools read.
rm -rf "$folder"/*/Microsoft.CodeCoverage "$folder"/*/*.xml
copy_golden
cp "$root/scripts/run-gpu.sh" "$folder/run.sh"
cp "$root/LICENSE" "$root/NOTICE" "$folder/"
tar -C "$place" --owner=0 --group=0 -cf - "$name" | gzip -9 > "$archive"

size=$(stat -c %s "$archive")
say "$archive: $((size / 1000000)) MB. On the machine with a GPU: tar xzf $name.tar.gz && $name/run.sh golden"
if [ "$size" -gt "$limit" ]; then fail "the archive is larger than $((limit / 1000000)) MB."; fi
