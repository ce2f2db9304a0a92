/**
 * The house plan's fences. Every kind of file may import only what its row in libs/README.md names; a deliberate breach
 * of each is part of libs/testing/src/fences.spec.ts.
 */
const NEST = '^node_modules/(@nestjs|nestjs-pino|typeorm|fastify|@fastify|class-validator|class-transformer)';
const DATABASE = '^node_modules/(pg|typeorm|kafkajs)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', comment: 'A cycle has no first page to read.', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'contracts-stand-alone', severity: 'error', from: { path: '^libs/contracts/' }, to: { path: '^(libs/(?!contracts/)|services/|deploy/)' } },
    { name: 'kernel-is-pure', comment: 'No framework, database or platform in the kernel.', severity: 'error', from: { path: '^libs/eventsourcing/' }, to: { path: ['^(libs/(?!(contracts|eventsourcing)/)|services/|deploy/)', NEST, DATABASE] } },
    { name: 'platform-knows-no-service', severity: 'error', from: { path: '^libs/platform/', pathNot: '\\.spec\\.ts$' }, to: { path: '^(libs/(county|bench|testing|proving)/|services/|deploy/)' } },
    { name: 'services-do-not-import-each-other', comment: 'They meet in contracts and on Kafka.', severity: 'error', from: { path: '^services/([^/]+)/' }, to: { path: '^services/', pathNot: '^services/$1/' } },
    { name: 'services-need-no-tools', severity: 'error', from: { path: '^services/', pathNot: '\\.spec\\.ts$' }, to: { path: '^(libs/(testing|county|bench|proving)/|deploy/)' } },
    { name: 'deciders-are-pure', severity: 'error', from: { path: '\\.decider\\.ts$' }, to: { path: ['^libs/platform/', NEST, DATABASE, '\\.(routes|view|reaction|module)\\.ts$'] } },
    { name: 'deciders-see-commands-as-types', severity: 'error', from: { path: '\\.decider\\.ts$' }, to: { path: '\\.commands\\.ts$', dependencyTypesNot: ['type-only'] } },
    { name: 'models-are-pure', comment: 'who-may.model.ts may name the types of the edge.', severity: 'error', from: { path: '\\.model\\.ts$', pathNot: 'who-may\\.model\\.ts$' }, to: { path: ['^libs/platform/', NEST, DATABASE, '\\.(commands|routes|view|reaction|module)\\.ts$'], dependencyTypesNot: ['type-only'] } },
    { name: 'commands-only-describe', severity: 'error', from: { path: '\\.commands\\.ts$' }, to: { path: ['\\.(decider|routes|view|reaction|module)\\.ts$', DATABASE] } },
    { name: 'views-know-no-routes', severity: 'error', from: { path: '\\.view\\.ts$' }, to: { path: '\\.(routes|reaction|module)\\.ts$' } },
    { name: 'reactions-only-decide', severity: 'error', from: { path: '\\.reaction\\.ts$' }, to: { path: ['\\.(routes|module)\\.ts$', NEST, DATABASE] } },
    { name: 'kafkajs-in-one-file', severity: 'error', from: { pathNot: ['^libs/platform/src/kafka/kafka-client\\.ts$', '\\.spec\\.ts$', '^libs/bench/', '^deploy/local/'] }, to: { path: '^node_modules/kafkajs/' } },
    { name: 'declared-packages-only', severity: 'error', from: { pathNot: '\\.(spec|d)\\.ts$' }, to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.cruise.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
