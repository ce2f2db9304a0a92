import type { PlantedBug } from '../planted/planted-bug';

const SERVE = 'libs/platform/src/service/serve.ts';

export const planted: readonly PlantedBug[] = [
  {
    name: 'stop-cuts-requests', campaign: 'deploy', minutes: 0.5, violates: /^No accepted request fails/,
    says: 'A service that is asked to end closes every connection: requests in flight have no answer',
    plants: [{ file: SERVE, find: '    if (gate.opened) await left(gate, environment.drainMs);\n', replace: '    app.getHttpServer().closeAllConnections();\n' }],
  },
  {
    name: 'stop-refuses-at-once', campaign: 'deploy', minutes: 0.5, violates: /^No accepted request fails/,
    says: 'A service that leaves refuses whoever has not seen it yet',
    plants: [{ file: 'libs/platform/src/http/gate.ts', find: `return this.state !== 'starting';`, replace: `return this.state === 'open';` }],
  },
  {
    name: 'versions-share-a-place', campaign: 'deploy', minutes: 0.05, violates: /^An old and a new version of a view hold the same/,
    says: 'A view\'s next version goes on from the place of the last one: it is never built',
    plants: [{ file: 'libs/platform/src/views/view-sink.ts', find: '`view:${view.name}:v${view.version}`', replace: '`view:${view.name}`' }],
  },
];
