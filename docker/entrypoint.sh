#!/usr/bin/env bash
# Starts the server. An empty /models (a fresh volume or a mounted folder) gets the small models that come with the image.
set -euo pipefail
shopt -s nullglob
if [ -z "${Models__Folder:-}" ]; then
    found=(/models/*/model_index.json)
    if [ ${#found[@]} -eq 0 ] && [ -w /models ]; then cp -r /app/models/. /models/; found=(/models/*/model_index.json); fi
    if [ ${#found[@]} -gt 0 ]; then export Models__Folder=/models; else export Models__Folder=/app/models; fi
fi
exec dotnet /app/CogSpace.Web.dll "$@"
