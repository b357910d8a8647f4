# The gateway in a container: the runtime and a bundle of the program, nothing that builds.
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
WORKDIR /src
COPY deno.json deno.lock vigil README.md ./
COPY docs docs/
COPY devices devices/
COPY db db/
COPY handlers handlers/
COPY gateway gateway/
# The launcher fetches the pinned runtime, the runtime the locked libraries and its bundler.
RUN XDG_CACHE_HOME=/tmp/cache ./vigil bundle /opt/vigil && \
    mkdir /opt/vigil/bin && cp /tmp/cache/vigil/deno-*/node_modules/@deno/*/deno /opt/vigil/bin/deno

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
  CMD ["deno", "run", "-A", "--quiet", "/opt/vigil/gateway/deploy/ready.js"]
ENTRYPOINT ["vigil"]
CMD ["run"]
