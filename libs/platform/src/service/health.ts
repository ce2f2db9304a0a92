import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, type HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import { EDGE, type Edge } from '../http/edge';
import type { Gate } from '../http/gate';
import type { ReaderHealth } from '../runtime';
import type { Metrics } from './metrics';

export const GATE = Symbol('homeroom:gate');
export const METRICS = Symbol('homeroom:metrics');
/** Text of a scrape. */
export type Scrape = () => Promise<string>;
export const SCRAPE = Symbol('homeroom:scrape');

/** For whoever runs the service: is it there, may it be asked, has it started. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(EDGE) private readonly edge: Edge,
    @Inject(GATE) private readonly gate: Gate,
  ) {}

  /** The process answers; nothing that a restart would not mend is asked. */
  @Get('live')
  @HealthCheck()
  live() {
    return this.health.check([]);
  }

  /** Requests may come: started, not stopping, every view has caught up once, the log takes writes. */
  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.opened(), () => this.caughtUp()]);
  }

  @Get('startup')
  @HealthCheck()
  startup() {
    return this.health.check([() => this.opened()]);
  }

  private opened(): HealthIndicatorResult {
    const indicator = this.indicators.check('service');
    const about = { name: this.edge.runtime.service, counties: [...this.edge.runtime.counties], clock: this.edge.runtime.now() };
    return this.gate.opened ? indicator.up(about) : indicator.down({ ...about, says: this.gate.leaving ? 'It is stopping.' : 'It is starting.' });
  }

  private async caughtUp(): Promise<HealthIndicatorResult> {
    const indicator = this.indicators.check('readers');
    if (!this.gate.opened) return indicator.down({ says: 'Not asked yet.' });
    const { ready, readers, refusing, heads } = await this.edge.runtime.health();
    const halted = readers.filter(({ state }) => state === 'halted' || state === 'gap');
    const about = { heads, behind: readers.filter((reader) => isBehind(reader, heads)).map(told), halted: halted.map(told), ...(refusing && { refusing }) };
    return ready ? (halted.length > 0 ? indicator.degraded(about) : indicator.up(about)) : indicator.down(about);
  }
}

const isBehind = ({ log, position }: ReaderHealth, heads: Readonly<Record<string, number>>): boolean => position < (heads[log] ?? 0);
const told = ({ reader, log, position, state, says }: ReaderHealth) => ({ reader, log, position, state, ...(says && { says }) });

/** What Prometheus scrapes. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(SCRAPE) private readonly scrape: Scrape) {}

  @Get()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.scrape();
  }
}

/** What {@link MetricsController} answers with. */
export const scrapeOf = (metrics: Metrics, { runtime, sealing }: Edge): Scrape => () =>
  metrics.scrape({ health: () => runtime.health(), now: () => runtime.now(), ...(sealing && 'counts' in sealing && { sealing: () => (sealing as { counts(): never }).counts() }) });
