import type { PlantedBug } from '../planted/planted-bug';

const byAuthorise = { campaign: 'authorise', minutes: 0.5 } as const;

export const planted: readonly PlantedBug[] = [
  {
    name: 'if-match-never-compared', says: 'A command is done although its target has changed since its caller looked.', ...byAuthorise, violates: /^Asking changes nothing$/,
    plants: [
      { file: 'libs/eventsourcing/src/handle.ts', find: 'if (ifMatch?.stream === stream && ifMatch.version !== before.expected) throw', replace: 'if (ifMatch?.stream === \'none\') throw' },
      { file: 'libs/eventsourcing/src/handle.ts', find: 'if (target && ifMatch.version !== target.expected) throw', replace: 'if (target && ifMatch.version < 0) throw' },
    ],
  },
  {
    name: 'may-missing-on-one-route', says: 'Nobody is asked whether they may close a class.', ...byAuthorise, violates: /^Who may is let through, and nobody else$/,
    plants: [{ file: 'libs/platform/src/http/event-stream.ts', find: 'if (!await route.may(asking)) throw', replace: 'if (route.operationId !== \'closeClass\' && !await route.may(asking)) throw' }],
  },
  {
    name: 'state-of-another-county', says: 'Who may read is decided on the state of the first county, whoever asks: what is refused there and not found here tells of it.', ...byAuthorise, violates: /^The other county is told the same of a thing/,
    plants: [{ file: 'libs/platform/src/http/reads.ts', find: 'currentState(this.edge, caller.county, of, id)', replace: 'currentState(this.edge, runtime.counties[0]!, of, id)' }],
  },
  {
    name: 'no-fence-around-views', says: 'Tables of views are made without row-level security: one query without a county shows all of them.', ...byAuthorise, violates: /^Row-level security alone keeps counties apart/,
    plants: [{ file: 'libs/platform/src/views/view-table.ts', find: '      ...fenceByCounty(table),\n', replace: '' }],
  },
];
