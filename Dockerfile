# The packages that the service needs, and nothing of what is for development.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The image brings Node itself, so the copies of it among the optional packages stay out.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim AS bridge
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY scripts ./scripts
COPY src ./src
# A number, so that whoever runs it can see that it is not root.
USER 1000:1000
EXPOSE 5001
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "scripts/check-health.ts"]
CMD ["node", "src/main.ts"]

# Everything that takes part in a handoff, on one machine, for trying things out.
FROM node:24-bookworm-slim AS demo
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY simulators ./simulators
USER 1000:1000
EXPOSE 5000 5001 5002
CMD ["node", "simulators/demo.ts", "--data", "/tmp/demo"]
