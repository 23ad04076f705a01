#   docker build -t cogspace .                                  computes on the CPU
#   docker build --build-arg DEVICE=cuda -t cogspace:cuda .     computes on an NVIDIA GPU
# Every step is a script in docker/, so it can be run and tested without a container engine.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG DEVICE=cpu
COPY . /source
RUN /source/docker/build.sh "$DEVICE" /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY docker /docker
RUN /docker/install-runtime.sh
COPY --from=build /app /app
COPY models /app/models
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 Hosting__Address=0.0.0.0 Data__Folder=/data HF_HOME=/models/huggingface \
    XDG_CACHE_HOME=/data/cache CUDA_CACHE_PATH=/data/cache/cuda ORT_DISABLE_TELEMETRY=1
# What NVIDIA's container runtime puts into the container; on other hosts nobody reads it.
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 1000
EXPOSE 7860
VOLUME ["/models", "/data"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/docker/healthcheck.sh"]
ENTRYPOINT ["/docker/entrypoint.sh"]
