# Two images of the same source:
#   docker build --target portable -t cogspace .        Debian, CPU, small models inside
#   docker build --target official -t cogspace:gpu .    the upstream packages, CUDA
# The steps are scripts in docker/, so that they can be run and tested without a container engine.

# ---- portable

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS aspnet

FROM debian:12-slim AS portable-build
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
ENV PATH=/usr/share/dotnet:$PATH DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
COPY . /source
RUN /source/docker/build.sh portable /app

FROM debian:12-slim AS portable
COPY --from=aspnet /usr/share/dotnet /usr/share/dotnet
COPY docker /docker
RUN /docker/install-runtime.sh portable
COPY --from=portable-build /app /app
COPY models /app/models
RUN chown -R 1000:1000 /models
ENV PATH=/usr/share/dotnet:$PATH DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 Hosting__Address=0.0.0.0 Data__Folder=/data HF_HOME=/models/huggingface
USER 1000
EXPOSE 7860
VOLUME ["/models", "/data"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/docker/healthcheck.sh"]
ENTRYPOINT ["/docker/entrypoint.sh"]

# ---- official

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS official-build
COPY . /source
RUN /source/docker/build.sh official /app

FROM nvidia/cuda:12.8.1-cudnn-runtime-ubuntu24.04 AS official
COPY --from=aspnet /usr/share/dotnet /usr/share/dotnet
COPY docker /docker
RUN /docker/install-runtime.sh official
COPY --from=official-build /app /app
COPY models /app/models
RUN chown -R 1000:1000 /models
ENV PATH=/usr/share/dotnet:$PATH DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 Hosting__Address=0.0.0.0 Data__Folder=/data HF_HOME=/models/huggingface
USER 1000
EXPOSE 7860
VOLUME ["/models", "/data"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/docker/healthcheck.sh"]
ENTRYPOINT ["/docker/entrypoint.sh"]
