#!/bin/sh
# backup-data.sh DATA TARGET: copies a data folder, also of a server that runs.
#
# Records come first and files after them. A job is recorded as finished only when its files are there, so every record in the
# copy finds what it names: a job that ended between the two passes is made again, from its seed.
set -eu

if [ $# -ne 2 ] || [ ! -d "$1/jobs" ]; then
    echo "usage: backup-data.sh DATA TARGET, where DATA is the data folder of a server" >&2
    exit 2
fi
if [ -e "$2" ]; then
    echo "backup-data.sh: $2 is there already; name a folder that is not" >&2
    exit 2
fi

umask 077
mkdir -p "$2"
data=$(cd "$1" && pwd)
target=$(cd "$2" && pwd)

# What is deleted while it is copied was not to be kept.
cd "$data"
find jobs uploads -type f \( -name job.json -o -name upload.json \) | while IFS= read -r record; do
    mkdir -p "$target/$(dirname "$record")"
    cp -p "$record" "$target/$record" 2> /dev/null || [ ! -e "$record" ]
done

# tar's status 1: a file changed or went while it was read.
( tar -cf - --warning=no-file-changed --warning=no-file-removed --exclude=./server.lock --exclude='*/.*' \
    --exclude=job.json --exclude=upload.json . || [ $? -eq 1 ] ) | tar -C "$target" -xf -
echo "copied $(find "$target" -name job.json | wc -l) jobs to $target"
