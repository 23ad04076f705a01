#!/bin/sh
# check.sh: whether CogSpace computes on this machine's GPU what the reference computed, and how fast, against PyTorch.
# Needs a Python with PyTorch (of pip, with CUDA) and a C++ compiler; no .NET. See README.md beside this file.
set -u
here=$(cd "$(dirname "$0")" && pwd)
python=python3 golden=$here/golden device=cuda results=$PWD/cogspace-gpu-check-results
quick=
usage="usage: check.sh [--python PATH] [--golden FOLDER] [--device cuda|cuda:n|cpu] [--results FOLDER] [--quick]"

say() { printf '%s\n' "$*"; }
fail() { say "gpu-check: $*" >&2; exit 1; }

while [ $# -gt 0 ]; do
  case $1 in
    --python | --golden | --device | --results)
      [ $# -gt 1 ] || { say "$1 needs a value. $usage" >&2; exit 2; }
      case $1 in --python) python=$2 ;; --golden) golden=$2 ;; --device) device=$2 ;; --results) results=$2 ;; esac
      shift 2 ;;
    --quick) quick=yes; shift ;;
    -h | --help) say "$usage"; exit 0 ;;
    *) say "\"$1\" is not known. $usage" >&2; exit 2 ;;
  esac
done
case $device in cpu | cuda | cuda:[0-9]*) ;; *) say "\"$device\" is no device: use cuda, cuda:n or cpu." >&2; exit 2 ;; esac

# ---- what is there

[ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || fail "this program is for Linux on x86_64, not $(uname -s) on $(uname -m)."
command -v "$python" > /dev/null || fail "there is no $python. Name a Python that has PyTorch: --python /path/to/python"
python=$(command -v "$python")
torch=$("$python" -c 'import importlib.util as u; s = u.find_spec("torch"); print(s.submodule_search_locations[0] if s else "")' 2> /dev/null) || torch=
[ -n "$torch" ] || fail "$python has no PyTorch. Install it (pip install torch), or name another Python: --python /path/to/python"
[ -f "$torch/include/ATen/ATen.h" ] || fail "the PyTorch in $torch comes without its C++ headers ($torch/include). Install the wheel of pip: $python -m pip install torch"
[ -e "$torch/lib/libtorch_cpu.so" ] || fail "the PyTorch in $torch has no lib/libtorch_cpu.so. Install the wheel of pip: $python -m pip install torch"
case $device in cuda*)
  [ -e "$torch/lib/libtorch_cuda.so" ] || fail "the PyTorch in $torch was built without CUDA. Install one with it (https://pytorch.org/get-started/locally), or check the CPU only: --device cpu"
  command -v nvidia-smi > /dev/null && nvidia-smi > /dev/null 2>&1 || fail "nvidia-smi finds no GPU. Is the driver installed, and was the GPU given to this container (docker run --gpus all)?" ;;
esac
[ -d "$golden" ] || fail "there is no folder $golden. Name the one with the cases of the reference: --golden FOLDER"

compiler=
for name in ${CXX:-} g++ clang++ c++; do
  if command -v "$name" > /dev/null; then compiler=$name; break; fi
done
[ -n "$compiler" ] || fail "there is no C++ compiler. Install one (Debian and Ubuntu: apt-get install g++; in a conda environment: conda install gxx), or name it: CXX=/path/to/g++ $0"

# ---- the binding, against this PyTorch

say "PyTorch in $torch, $($compiler --version | head -n 1)"
log=$results/build.log
mkdir -p "$results" || fail "the folder $results cannot be made. Name another one: --results FOLDER"
if ! CXX=$compiler TORCH_ROOT=$torch "$here/native/build.sh" "$here/program/libcogspace_torch.so" > "$log" 2>&1; then
  tail -n 5 "$log" >&2
  fail "the binding could not be built against this PyTorch (all that the compiler said is in $log). It needs a compiler that knows C++20: g++ 10 or later, clang 12 or later with libomp."
fi
say "the binding is built"

# Wheels keep CUDA's own libraries in packages beside torch, and find them themselves; an older one may not.
for folder in "$torch/lib" "$torch"/../nvidia/*/lib; do
  [ -d "$folder" ] && LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
done
export LD_LIBRARY_PATH

cogspace=$here/program/cogspace
said=$("$cogspace" --version 2>&1) || fail "the program does not start here: $said"

# .NET begins with what went wrong, Python ends with it.
complaint() {
  if grep -q '^Traceback' "$1"; then tail -n 1 "$1"; else head -n 1 "$1"; fi
}

# ---- the same numbers as the reference

failed=
for type in float32 bfloat16; do
  say "golden cases in $type on $device ..."
  if "$cogspace" verify golden "$golden" --device "$device" --type $type > "$results/golden-$type.txt" 2> "$results/golden-$type.err"; then
    tail -n 1 "$results/golden-$type.txt"
  else
    failed=yes
    grep FAILED "$results/golden-$type.txt"
    tail -n 1 "$results/golden-$type.txt"
    complaint "$results/golden-$type.err"
    say "Every line is in $results/golden-$type.txt."
  fi
done

# ---- how fast, taking turns with Python

lines=$results/speed.tsv
: > "$lines"
# once WORK WHO COMMAND...: one run; its line of JSON goes into the table, its complaint into a sentence.
once() {
  work=$1 who=$2
  shift 2
  if said=$("$@" 2> "$results/speed.err"); then
    printf '%s\t%s\t%s\n' "$work" "$who" "$(printf '%s\n' "$said" | tail -n 1)" >> "$lines"
  else
    failed=yes
    say "$work, $who: it failed: $(complaint "$results/speed.err")"
  fi
}
# both WORK WORDS...: twice each, in turns.
both() {
  work=$1
  shift
  say "$work ..."
  for turn in 1 2; do
    once "$work" ours "$cogspace" verify speed "$@" --device "$device" --json
    once "$work" peer "$python" "$here/peer.py" "$@" --device "$device"
  done
}

case $device in
  cuda*) blocks=42 frames=49 width=720 height=480 rounds=3 steps="bfloat16" decodes="bfloat16 float32" ;;
  *) blocks=2 frames=9 width=192 height=128 rounds=1 steps="bfloat16 float32" decodes="bfloat16" ;;
esac
if [ -n "$quick" ]; then blocks=1 frames=1 width=64 height=64 rounds=1; fi
both "matrix product, bfloat16" product --dtype bfloat16 --rounds $rounds
for type in $steps; do
  both "step, 5B wide, $blocks blocks, $frames x $height x $width, $type" step --size 5b --blocks $blocks --frames $frames --width $width --height $height --rounds $rounds --dtype $type
done
for type in $decodes; do
  both "decode, $frames x $height x $width, $type" decode --frames $frames --width $width --height $height --rounds $rounds --dtype $type
done

{
  say "$(date -u +%Y-%m-%d), $("$python" --version), $device, $(nvidia-smi --query-gpu=name,driver_version --format=csv,noheader 2> /dev/null | head -n 1), $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
  say
  say "golden: float32 $(grep passed, "$results/golden-float32.txt" | tail -n 1); bfloat16 $(grep passed, "$results/golden-bfloat16.txt" | tail -n 1)"
  say
  "$python" "$here/peer.py" table "$lines"
} > "$results/results.md"
cat "$results/results.md"
if [ -n "$failed" ]; then fail "not everything went well; what was said is above and in $results."; fi
say "All is well. The results are in $results."
