import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** All figures of the service for Prometheus. Labels hold kinds and outcomes, never persons or texts. */
export function makeMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    inbound: new Counter({
      name: 'liangwang_inbound_total',
      help: 'Messages received, by kind of content',
      labelNames: ['kind'],
      registers,
    }),
    badRequests: new Counter({
      name: 'liangwang_bad_requests_total',
      help: 'Callback requests refused, by reason',
      labelNames: ['reason'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'liangwang_turn_seconds',
      help: 'From the decrypted message to its commit',
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    outboxSent: new Counter({
      name: 'liangwang_outbox_total',
      help: 'Outbox rows, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    outboxWaiting: new Gauge({
      name: 'liangwang_outbox_waiting',
      help: 'Outbox rows, by state',
      labelNames: ['state'],
      registers,
    }),
    sweepRuns: new Gauge({
      name: 'liangwang_sweep_runs',
      help: 'Runs of each sweep in this process, by outcome',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    nudgeGap: new Counter({
      name: 'liangwang_nudge_gap_total',
      help: 'Reminders that were not told on their day and were made up by a later sweep; 0 is right',
      registers,
    }),
    alerts: new Counter({
      name: 'liangwang_alerts_total',
      help: 'Conditions an operator must look at',
      labelNames: ['code'],
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof makeMetrics>;
