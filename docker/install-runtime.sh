#!/usr/bin/env bash
# install-runtime.sh: what the published server needs besides .NET, and the user it runs as.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

# The OpenCV package is linked to GTK 3, libatomic and libdrm for windows that the server never opens.
apt-get update -q
apt-get install -y -q --no-install-recommends ca-certificates ffmpeg libgtk-3-0 libatomic1 libdrm2
rm -rf /var/lib/apt/lists/*

# Hosts such as Hugging Face run containers as user 1000. Some base images already have a user with that number.
getent passwd 1000 > /dev/null || useradd --uid 1000 --create-home --shell /usr/sbin/nologin cogspace
mkdir -p /data /models
chown 1000:1000 /data /models
