// Import rules of the house: an allow-list per folder. `npm run arch` runs them; tests/arch plants one violation per rule.
const common = ['^src/lib/', '^src/errors\\.ts$', '^schemas/'];
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { pathNot: [from, ...common, ...allowed] },
});
const npm = (...names) => names.map((n) => `node_modules/${n}/`);
const node = '^node:|^(crypto|fs|path|url|os|http|https|stream|util|events|assert|zlib|child_process|worker_threads|timers|net|buffer|perf_hooks|module|readline|string_decoder)(/|$)';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    only('ground-floor', '^schemas/', [...npm('zod')], 'schemas know zod and lib only'),
    only('lib-is-small', '^src/lib/', [node, ...npm('zod', 'dayjs', 'pino', 'pinyin-pro', 're2js', 'yaml')], 'lib knows nothing of ours but schemas'),
    only('conversation-is-pure', '^src/conversation/', ['^src/texts/', ...npm('zod', '@marcbachmann/cel-js', 'yaml', 're2js', 'pinyin-pro')], 'the engine does no I/O'),
    {
      name: 'conversation-reaches-no-io',
      severity: 'error',
      from: { path: '^src/conversation/' },
      to: { path: '(^src/models/|node_modules/(mongoose|mongodb|koa|agenda)/|^(fs|net|https?)$)', reachable: true },
    },
    only('forms', '^src/forms/', ['^src/conversation/index\\.ts$', '^src/texts/', '^node:|^(fs|fs/promises)$', ...npm('yaml', 'exceljs')], 'flows as forms of other programs; only sheets.ts and write-workbook.ts touch files'),
    only('texts-are-pure', '^src/texts/', [], 'facts in, text out'),
    only('models', '^src/models/', [node, ...npm('mongoose', 'mongodb', 'zod')], 'the only place that knows mongoose'),
    {
      name: 'mongoose-in-models-only',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/models/', '^src/main\\.ts$', '^src/mongo-server/', '^src/wire\\.ts$', '^src/wiring/', '^src/jobs/', '^src/replay/'] },
      to: { path: 'node_modules/(mongoose|mongodb)/' },
    },
    only('domain', '^src/domain/', [node, '^src/models/', '^src/domain/', ...npm('zod', 'exceljs', 'yaml')], 'rules and services'),
    {
      name: 'domain-by-its-face',
      severity: 'error',
      from: { path: '^src/domain/([^/]+)/' },
      to: { path: '^src/domain/', pathNot: ['^src/domain/$1/', '^src/domain/[^/]+/index\\.ts$'] },
    },
    only('charts', '^src/charts/', [node, ...npm('echarts', '@resvg/resvg-wasm')], 'plain data in, PNG bytes out'),
    only('inbox', '^src/inbox/', ['^src/models/'], ''),
    only('outbox', '^src/outbox/', ['^src/models/'], ''),
    {
      name: 'channels',
      severity: 'error',
      comment: 'wire formats; what must be kept is handed in; a channel knows no other channel',
      from: { path: '^src/channels/([^/]+)/' },
      to: { pathNot: ['^src/channels/$1/', '^src/channels/common/', '^src/texts/choices\\.ts$', node, ...common, ...npm('koa', '@koa', '@wecom', 'undici', 'fast-xml-parser', 'zod')] },
    },
    only('kf', '^src/kf/', ['^src/channels/(kf|common)/', '^src/models/', '^src/outbox/index\\.ts$', '^src/texts/kf\\.ts$'], 'the durable edge of customer service: what it must hand on is handed in'),
    only('turn', '^src/turn/', ['^src/inbox/', '^src/outbox/', '^src/conversation/', '^src/texts/', '^src/domain/[^/]+/index\\.ts$', '^src/models/(transaction|session|flow-version)[^/]*\\.ts$', ...npm('zod')], ''),
    only('jobs', '^src/jobs/', ['^src/outbox/', '^src/texts/', '^src/charts/', '^src/models/file\\.ts$', '^src/domain/[^/]+/index\\.ts$', '^src/models/transaction\\.ts$', ...npm('agenda', '@agendajs', 'mongodb')], ''),
    only('sandbox', '^src/sandbox/', [node, '^src/channels/wecom/', '^src/channels/common/', ...npm('koa', '@koa', 'zod', 'undici', 'fast-xml-parser')], 'a stand-in for the platform knows wire code only'),
    { name: 'not-to-dev-dep', severity: 'error', from: { path: '^(src|schemas)/' }, to: { dependencyTypes: ['npm-dev'] } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
