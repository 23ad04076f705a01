#!/usr/bin/env bash
# Makes the example picture, clips and their posters again, with the recipes that the page shows (ExampleClip.cs).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

make() {
    local name=$1 seed=$2 prompt=$3
    "$root/cogspace" generate --model cogspace-tiny --prompt "$prompt" --seed "$seed" --output "$here/wwwroot/examples/$name.mp4"
    ffmpeg -y -v error -i "$here/wwwroot/examples/$name.mp4" -vf "select=eq(n\,20)" -frames:v 1 -q:v 3 "$here/wwwroot/examples/$name.jpg"
}

# A heart of the model's domain, five times as large as the model draws: a diamond and two circles, twice as fine and then smoothed.
# draw NAME CENTRE_X CENTRE_Y HALF_DIAGONAL, in pixels of the model
draw() {
    local x="(X/10-$2)" y="(Y/10-$3)" d=$4
    local heart="lte(abs($x)+abs($y),$d)+lte(hypot(abs($x)-$d/2,$y+$d/2),$d*0.7071)"
    ffmpeg -y -v error -f lavfi -i "color=black:s=960x640,format=gbrp" -frames:v 1 -compression_level 9 \
        -vf "geq=r='if(gt($heart,0),255,76+143*Y/639)':g='if(gt($heart,0),120,151+88*Y/639)':b='if(gt($heart,0),185,235+20*Y/639)',scale=480:320:flags=area" \
        "$here/wwwroot/examples/$1.png"
}

draw pink-heart 24 34 10
make heart-grows 11 "a large red heart grows on a white background"
make ring-circles 5 "a pink ring moves in a circle on a black background"
make circle-left 19 "a large white circle moves from right to left on a green background"
make triangle-rises 8 "a large orange triangle moves up on a black background"
make ring-bounces 2 "a large yellow ring bounces on a blue background"
make square-sinks 31 "a large blue square moves down on a yellow background"
