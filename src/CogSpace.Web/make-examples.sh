#!/usr/bin/env bash
# Makes the example clips and their posters again, with the recipes that the page shows (Components/Studio/ExampleClip.cs).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

make() {
    local name=$1 seed=$2 prompt=$3
    "$root/cogspace" generate --model cogspace-tiny --prompt "$prompt" --seed "$seed" --output "$here/wwwroot/examples/$name.mp4"
    ffmpeg -y -v error -i "$here/wwwroot/examples/$name.mp4" -vf "select=eq(n\,20)" -frames:v 1 -q:v 3 "$here/wwwroot/examples/$name.jpg"
}

make heart-grows 11 "a large red heart grows on a white background"
make ring-circles 5 "a pink ring moves in a circle on a black background"
make circle-left 19 "a large white circle moves from right to left on a green background"
make triangle-rises 8 "a large orange triangle moves up on a black background"
make ring-bounces 2 "a large yellow ring bounces on a blue background"
make square-sinks 31 "a large blue square moves down on a yellow background"
