# The image of Bellhop: docs are in deploy/README.md.
#   docker build -t bellhop .

# Any image with Node 24, npm and Debian.
ARG BASE_IMAGE=docker.io/library/node:24-bookworm-slim

FROM ${BASE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY deploy/service ./deploy/service
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
# bellhop.config.ts and brand/ become part of the service if they are there.
RUN npm run build \
  && mkdir /service \
  && cp -R package.json LICENSE dist /service/ \
  && if [ -d brand ]; then cp -R brand /service/; fi \
  && chmod -R u=rwX,go=rX /service \
  && chmod 755 /service/dist/src/bin.js
# Only the libraries that the service uses, without the files that only developers read.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules -type f \( -name '*.map' -o -name '*.md' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' \) \
    ! -iname 'license*' -delete \
  && rm node_modules/bellhop-service \
  && mv node_modules /service/

FROM ${BASE_IMAGE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Bellhop" \
  org.opencontainers.image.description="Delivers Clerk's auth emails and SMS with your own templates: once, in time, on record." \
  org.opencontainers.image.licenses="MIT" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.revision="${REVISION}"

# Nothing is installed at run time, so there are no package managers.
RUN rm -rf /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* \
    /usr/local/lib/node_modules /opt/yarn* \
  && ln -s /app/dist/src/bin.js /usr/local/bin/bellhop \
  && mkdir -m 700 /data \
  && chown 1000:1000 /data
WORKDIR /app
COPY --from=build /service ./

# NODE_OPTIONS limits the heap: see docs/scaling.md. DATA_DIR holds the embedded database, and is not used
# with DATABASE_URL in production.
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  PORT=3000 \
  DATA_DIR=/data \
  NODE_OPTIONS="--max-semi-space-size=8 --max-old-space-size=512"
VOLUME /data
EXPOSE 3000
# By number, so that Kubernetes can see that it is not root.
USER 1000:1000
# One process without a shell: Node is the first process, and leaves no processes behind that it would have
# to collect.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT []
CMD ["node", "dist/src/main.js"]
