#!/bin/sh
# build.sh OUT [TORCH_ROOT]: builds libcogspace_torch.so against the libtorch at TORCH_ROOT, $TORCH_ROOT, python's torch, or /usr.
# One compiler call and no find_package(Torch): for a CUDA build that demands the whole CUDA toolkit, and two include
# paths and three libraries are all that is needed. Returns in 0.1 s when nothing has changed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
out=$1
root=${2:-$TORCH_ROOT}
install="install it with: apt-get install libtorch-dev libopenblas0-pthread g++"
cxx=${CXX:-g++}

# Projects that build at the same time wait for each other here.
mkdir -p "$(dirname "$out")"
if [ -z "$COGSPACE_TORCH_LOCKED" ] && command -v flock >/dev/null; then
  COGSPACE_TORCH_LOCKED=1 exec flock "$out.lock" "$0" "$@"
fi

if [ -z "$root" ]; then
  for python in "${PYTHON:-python3}" /usr/bin/python3; do   # found without importing torch, which takes seconds
    p=$($python -c 'import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0] if s else "")' 2>/dev/null) || p=
    if [ -n "$p" ] && [ -f "$p/include/ATen/ATen.h" ] && [ -e "$p/lib/libtorch_cpu.so" ]; then root=$p; break; fi
  done
fi
[ -n "$root" ] || root=/usr
include=$root/include
lib=
for d in "$root/lib" "$root/lib/$(uname -m)-linux-gnu" "$root/lib64"; do
  if [ -e "$d/libtorch_cpu.so" ]; then lib=$d; break; fi
done
if [ -z "$lib" ] || [ ! -f "$include/ATen/ATen.h" ]; then
  echo "libtorch with its headers is not under $root; $install (or set TORCH_ROOT)"
  exit 3
fi

abi=1   # python wheels before 2.6 were built with the old one
for config in "$root/share/cmake/Torch/TorchConfig.cmake" "$lib/cmake/Torch/TorchConfig.cmake"; do
  if [ -f "$config" ] && grep -q '_GLIBCXX_USE_CXX11_ABI=0' "$config"; then abi=0; fi
done

stamp="$lib $abi $(cat "$here"/*.h "$here"/*.cpp "$here/build.sh" | cksum) $(stat -L -c '%s %Y' "$lib/libtorch_cpu.so")"
if [ -f "$out" ] && [ "$(cat "$out.stamp" 2>/dev/null)" = "$stamp" ]; then exit 0; fi
if ! command -v "$cxx" >/dev/null; then
  echo "the C++ compiler $cxx is missing; $install"
  exit 3
fi

# libtorch registers its CUDA kernels when this library is loaded; nothing names a symbol of it.
cuda=
if [ -e "$lib/libtorch_cuda.so" ]; then cuda="-Wl,--no-as-needed -ltorch_cuda -Wl,--as-needed"; fi
system="-isystem $include/torch/csrc/api/include"
[ "$include" = /usr/include ] || system="-isystem $include $system"
# -Wno-...uninitialized: g++ 12 finds fault with its own AVX-512 header.
"$cxx" -std=c++20 -O2 -fopenmp -fPIC -shared -fvisibility=hidden -Wall -Wno-overloaded-virtual -Wno-uninitialized -Wno-maybe-uninitialized -D_GLIBCXX_USE_CXX11_ABI=$abi $system \
  "$here"/*.cpp -o "$out.new" -L"$lib" $cuda -ltorch_cpu -lc10 -Wl,-rpath,"$lib"
mv "$out.new" "$out"
printf %s "$stamp" > "$out.stamp"
