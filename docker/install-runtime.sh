#!/usr/bin/env bash
# install-runtime.sh portable|official: what the published server needs besides .NET, and the user it runs as.
set -euo pipefail
flavour=$1
packages=(ca-certificates ffmpeg)
if [ "$flavour" = portable ]; then packages+=(libtorch1.13 libopenblas0-pthread libopencv-imgcodecs406); fi

apt-get update -q
apt-get install -y -q --no-install-recommends "${packages[@]}"
rm -rf /var/lib/apt/lists/*

# Hosts such as Hugging Face run containers as user 1000. Some base images bring a user with that number.
getent passwd 1000 > /dev/null || useradd --uid 1000 --create-home --shell /usr/sbin/nologin cogspace
mkdir -p /data /models
chown 1000:1000 /data
