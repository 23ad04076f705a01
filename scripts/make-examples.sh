#!/usr/bin/env bash
# Makes the pictures, clips and posters beside the small models again, as their examples.json names them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
text=$root/models/cogspace-tiny/examples
picture=$root/models/cogspace-tiny-i2v/examples

# make FILE SEED PROMPT WORDS...: with super-resolution and interpolation unless the words say otherwise
make() {
    local file=$1 seed=$2 prompt=$3
    shift 3
    [ $# -gt 0 ] || set -- --upscale --interpolate 2
    "$root/cogspace" generate --prompt "$prompt" --seed "$seed" --output "$file" "$@"
    ffmpeg -y -v error -i "$file" -vf "select=eq(n\\,40)" -frames:v 1 -q:v 3 "${file%.mp4}.jpg"
}

# A heart of the model's domain, five times as large as the model draws: a diamond and two circles, twice as fine and then smoothed.
# draw NAME CENTRE_X CENTRE_Y HALF_DIAGONAL, in pixels of the model
draw() {
    local x="(X/10-$2)" y="(Y/10-$3)" d=$4
    local heart="lte(abs($x)+abs($y),$d)+lte(hypot(abs($x)-$d/2,$y+$d/2),$d*0.7071)"
    ffmpeg -y -v error -f lavfi -i "color=black:s=960x640,format=gbrp" -frames:v 1 -compression_level 9 \
        -vf "geq=r='if(gt($heart,0),255,76+143*Y/639)':g='if(gt($heart,0),120,151+88*Y/639)':b='if(gt($heart,0),185,235+20*Y/639)',scale=480:320:flags=area" \
        "$1"
}

draw "$picture/pink-heart.png" 24 34 10
make "$picture/heart-moves.mp4" 1 "a pink heart moves from left to right on a sky background" \
    --model cogspace-tiny-i2v --image "$picture/pink-heart.png" --upscale --interpolate 2

make "$text/circle-left.mp4" 19 "a large white circle moves from right to left on a green background" --model cogspace-tiny
make "$text/circle-restyled.mp4" 19 "a large red circle moves from right to left on a green background" \
    --model cogspace-tiny --video "$text/circle-left.mp4" --upscale --interpolate 2
make "$text/circle-crosses.mp4" 2 "a large white circle moves from right to left on a green background"
make "$text/circle-right.mp4" 3 "a large red circle moves from left to right on a sky background"
make "$text/heart-bounces.mp4" 2 "a large pink heart bounces on a sky background"
make "$text/triangle-rises.mp4" 3 "a large orange triangle moves up on a sunset background"
make "$text/heart-grows.mp4" 2 "a large red heart grows on a white background"
make "$text/square-shrinks.mp4" 2 "a large blue square shrinks on a yellow background"
