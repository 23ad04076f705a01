#!/usr/bin/env bash
# run.sh golden|speed: checks and times CogSpace on this machine's GPU. It needs the NVIDIA driver and a libtorch, and no .NET.
set -euo pipefail

here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
tests=$here/golden-tests
benchmarks=$here/benchmarks
loader=/lib64/ld-linux-x86-64.so.2
wanted=2.10      # the libtorch that TorchSharp was built against
device=cuda
torch=

say() { printf '%s\n' "$*" >&2; }
fail() { say "run.sh: $*"; exit 1; }

usage() {
    cat >&2 <<'TEXT'
Usage: run.sh golden|speed [--device cpu|cuda|cuda:N] [--torch DIR] [WORD...]

  golden   compares with what the reference computed; results.xml keeps the deviation of every tensor
  speed    times the networks of the published models with random weights; --quick: one round each

  --device where to compute; default: cuda
  --torch  the folder of a PyTorch package, or any folder that has libtorch_cpu.so; default: the folder natives
           beside this script, else the PyTorch of python3

Further words go to the program, for instance: run.sh golden -preEnumerateTheories -displayName '*transformer*'
TEXT
    exit 2
}

# find_libtorch: sets natives to the folder that has libtorch_cpu.so.
find_libtorch() {
    if [ -z "$torch" ] && [ -e "$here/natives/libtorch_cpu.so" ]; then torch=$here/natives; fi
    if [ -z "$torch" ]; then
        torch=$(python3 -c 'import torch; print(torch.__path__[0])' 2> /dev/null) ||
            fail "no libtorch was found. Install PyTorch $wanted, name its folder with --torch," \
                "or copy the native libraries of the NuGet package TorchSharp-cuda-linux to $here/natives."
    fi
    for natives in "$torch/lib" "$torch"; do
        if [ -e "$natives/libtorch_cpu.so" ]; then return; fi
    done
    fail "there is no libtorch_cpu.so in $torch or its folder lib. Name the folder of a PyTorch package with --torch."
}

# Another version loads as well, but keeps the fields of a tensor elsewhere.
check_version() {
    local version
    version=$(sed -n "s/^__version__ = ['\"]\([^'\"]*\).*/\1/p" "$natives/../version.py" 2> /dev/null || true)
    case $version in
        "$wanted".* | '') ;;
        *) say "This is PyTorch $version, and CogSpace was built against $wanted: expect failures or a crash. Trying it." ;;
    esac
}

# Python's wheels keep CUDA's own libraries in packages beside torch.
library_path() {
    local folder path=$natives
    for folder in "$natives"/../../nvidia/*/lib; do
        if [ -d "$folder" ]; then path=$path:$folder; fi
    done
    printf '%s' "$path${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
}

check_gpu() {
    if [ ! -e /dev/nvidiactl ] && [ ! -e /dev/dxg ]; then
        fail "no NVIDIA driver was found. Install it, give the container its GPU (docker run --gpus all)," \
            "or compute on the CPU with --device cpu."
    fi
    if [ ! -e "$natives/libtorch_cuda.so" ]; then
        fail "the libtorch in $natives computes on the CPU only: it has no libtorch_cuda.so." \
            "Install a PyTorch with CUDA, or use --device cpu."
    fi
}

# The system's loader resolves every symbol and lists what is missing, without running anything. ldd -r would do the same.
report_symbols() {
    local missing
    missing=$(LD_TRACE_LOADED_OBJECTS=1 LD_WARN=yes LD_BIND_NOW=yes "$loader" "$tests/libLibTorchSharp.so" 2>&1 |
        grep -E 'undefined symbol|not found' | grep -v 'weak version' | sort -u) || true
    if [ -z "$missing" ]; then
        say "Every symbol of libLibTorchSharp.so resolves against $natives."
        return
    fi
    if command -v c++filt > /dev/null; then missing=$(c++filt <<< "$missing"); fi
    say "These do not resolve against $natives; what needs them will fail:"
    say "$missing"
}

work=${1:-}
case $work in golden | speed) shift ;; *) usage ;; esac
words=()
while [ $# -gt 0 ]; do
    case $1 in
        --device) [ $# -gt 1 ] || usage; device=$2; shift ;;
        --torch) [ $# -gt 1 ] || usage; torch=$2; shift ;;
        -h | --help) usage ;;
        *) words+=("$1") ;;
    esac
    shift
done

find_libtorch
check_version
case $device in cuda*) check_gpu ;; esac
LD_LIBRARY_PATH=$(library_path)
export LD_LIBRARY_PATH COGSPACE_DEVICE=$device COGSPACE_GOLDEN=$here/golden
report_symbols
if [ "$work" = golden ]; then
    results=$here/results.xml
    exec "$tests/CogSpace.Golden.Tests" -noLogo -noColor -trait kind=golden -result-xml "$results" ${words[@]+"${words[@]}"}
fi
exec "$benchmarks/CogSpace.Benchmarks.Networks" ${words[@]+"${words[@]}"}
