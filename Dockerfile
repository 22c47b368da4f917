# Build: compiles the two native modules and the sources.
FROM node:24-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts ./scripts
RUN node scripts/ensure-install.mjs
COPY tsconfig.json tsconfig.build.json tsconfig.console.json ./
COPY config ./config
COPY detectors ./detectors
COPY src ./src
RUN node scripts/build.mjs
# Development packages are not needed to run; the natives compiled above stay.
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
# One helper thread for the engine: more of them take the cores from the thread that carries the traffic.
ENV NODE_ENV=production NODE_OPTIONS=--v8-pool-size=1
WORKDIR /app
COPY --from=build /app/package.json ./
COPY LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# The data directory is the only place that is written; mount a volume over it. Configuration is mounted read-only.
RUN install -d -o node -g node -m 0700 /data && install -d /etc/chatveil \
  && ln -s /app/dist/cli.js /usr/local/bin/chatveil
USER node
WORKDIR /data
VOLUME /data
# Inside a container loopback reaches nobody: the configuration must bind 0.0.0.0 where a port is published.
EXPOSE 8080 8081 9090
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.CHATVEIL__LISTEN__OPS__PORT || 9090) + '/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["run", "--config", "/etc/chatveil/chatveil.yaml"]
