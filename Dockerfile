# Porchlight from its source, in two steps: what it needs to run, then a small image that runs it without rights.
# Data live in /data, the master key in /keys: two volumes, so that a backup of the one never holds the other.
FROM node:22-slim AS parts
WORKDIR /porchlight
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:22-slim
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data/helpline MASTER_KEY_FILE=/keys/master.key BUN_TMPDIR=/tmp
WORKDIR /porchlight
COPY --from=parts /porchlight/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY src ./src
COPY views ./views
COPY static ./static
COPY migrations ./migrations
COPY tsconfig.json ./
RUN mkdir /data /keys && chown node:node /data /keys
USER node
VOLUME ["/data", "/keys"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||8080)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "bin/porchlight.mjs", "serve"]
