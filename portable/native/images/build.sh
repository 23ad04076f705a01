#!/bin/sh
# build.sh OUT: builds libcogspace_images.so against the system's OpenCV. Returns in 0.1 s when nothing has changed.
# Apart from libcogspace_torch.so, so that neither needs what the other does.
set -e
here=$(cd "$(dirname "$0")" && pwd)
out=$1
install="install it with: apt-get install libopencv-imgcodecs-dev g++"
cxx=${CXX:-g++}

# Projects that build at the same time wait for each other here.
mkdir -p "$(dirname "$out")"
if [ -z "$COGSPACE_IMAGES_LOCKED" ] && command -v flock >/dev/null; then
  COGSPACE_IMAGES_LOCKED=1 exec flock "$out.lock" "$0" "$@"
fi

include=
for d in ${OPENCV_ROOT:+"$OPENCV_ROOT/include/opencv4"} /usr/include/opencv4 /usr/local/include/opencv4; do
  if [ -f "$d/opencv2/imgcodecs.hpp" ]; then include=$d; break; fi
done
if [ -z "$include" ]; then
  echo "OpenCV with its headers was not found; $install (or set OPENCV_ROOT)"
  exit 3
fi

stamp="$include $(cat "$here"/*.h "$here"/*.cpp "$here/build.sh" "$include/opencv2/core/version.hpp" | cksum)"
if [ -f "$out" ] && [ "$(cat "$out.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi
if ! command -v "$cxx" >/dev/null; then
  echo "the C++ compiler $cxx is missing; $install"
  exit 3
fi

lib=$(dirname "$(dirname "$include")")/lib
"$cxx" -std=c++17 -O2 -fPIC -shared -fvisibility=hidden -Wall -Wno-deprecated-enum-enum-conversion -isystem "$include" \
  "$here"/*.cpp -o "$out.new" -L"$lib" -Wl,-rpath,"$lib" -lopencv_imgcodecs -lopencv_core
mv "$out.new" "$out"
printf %s "$stamp" > "$out.stamp"
