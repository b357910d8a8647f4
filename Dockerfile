# The gateway in a container: the runtime, the sources and their libraries, nothing that builds.
#
#   docker build -t vigil .
#   docker run -d --name vigil --restart always --read-only --tmpfs /tmp --network host \
#     --cap-drop ALL --security-opt no-new-privileges --ulimit core=0 \
#     -v vigil-data:/var/lib/vigil -v /etc/vigil:/etc/vigil:ro \
#     --device /dev/serial/by-id/usb-RAKwireless_RAK3172-if00-port0 vigil
#
# Give each modem's port with --device under the name that the configuration uses. Host networking
# keeps the loopback listeners reachable for programs on the same machine.

FROM node:22-bookworm-slim AS build
WORKDIR /opt/vigil
COPY deno.json deno.lock vigil ./
COPY devices devices/
COPY db db/
COPY handlers handlers/
COPY gateway gateway/
# The launcher fetches the pinned runtime, and the runtime the locked libraries.
RUN XDG_CACHE_HOME=/tmp/cache ./vigil --help >/dev/null && \
    mkdir bin && cp /tmp/cache/vigil/deno-*/node_modules/@deno/*/deno bin/deno
# Only tests use these. From here on, node_modules is taken as it is and nothing is fetched.
RUN cd node_modules && for package in playwright-core fast-check ajv ajv-formats; do \
      rm -rf $package .deno/$package@*; done && \
    find .deno/swagger-ui-dist@* -name '*.map' -o -name 'swagger-ui-es-*' | xargs rm -f && \
    cd .. && sed -i 's/"nodeModulesDir": "auto"/"nodeModulesDir": "manual"/' deno.json

FROM debian:12-slim
RUN useradd --system --uid 971 --home-dir /var/lib/vigil --shell /usr/sbin/nologin \
      --groups dialout vigil && \
    install -d -o vigil -g vigil -m 0700 /var/lib/vigil
COPY --from=build /opt/vigil /opt/vigil/
ENV PATH=/opt/vigil:/opt/vigil/bin:/usr/sbin:/usr/bin:/sbin:/bin DENO_DIR=/tmp/vigil-runtime
USER vigil
VOLUME ["/var/lib/vigil"]
EXPOSE 8443 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["deno", "run", "-A", "--quiet", "/opt/vigil/gateway/deploy/ready.ts"]
ENTRYPOINT ["vigil"]
CMD ["run"]
