# Porchlight in an image, in two steps: the one file is made, then it stands alone with the few libraries it needs.
# Data live in /data, the master key in /keys: two volumes, so that a backup of the one never holds the other.
FROM node:22-slim AS made
WORKDIR /porchlight
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY tsconfig.json ./
COPY bin ./bin
COPY src ./src
COPY views ./views
COPY static ./static
COPY migrations ./migrations
COPY deploy/image.sh deploy/Caddyfile deploy/porchlight.service ./deploy/
# For the processor this step runs on: --platform=linux/arm64 makes the whole of it for arm64.
RUN npm run build && platform=linux-$(node -p process.arch) && \
    sh deploy/image.sh /image dist/porchlight-$platform node_modules/better-sqlite3/prebuilds/$platform.node

# Nothing but the file and what it needs: no shell, no tools of the system.
FROM scratch
COPY --from=made /image/system /
COPY --from=made --chown=10001:10001 /image/own /
ENV PATH=/usr/local/bin HOST=0.0.0.0 PORT=8080 DATA_DIR=/data/helpline MASTER_KEY_FILE=/keys/master.key
# Bun's crash reports could carry a conversation off this machine.
ENV DO_NOT_TRACK=1 BUN_ENABLE_CRASH_REPORTING=0
USER 10001:10001
# SQLite lays its temporary files here when /tmp cannot be written.
WORKDIR /data
VOLUME ["/data", "/keys"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["/usr/local/bin/porchlight", "health"]
ENTRYPOINT ["/usr/local/bin/porchlight"]
CMD ["serve"]
