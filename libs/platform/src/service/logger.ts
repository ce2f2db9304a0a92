import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

/** JSON lines on standard output. Nothing that a caller sent is ever logged: no bodies, no query values, no tokens, no addresses with ids. */
export const jsonLogger = (service: string, level: string, to?: DestinationStream): Logger =>
  pino({ level, base: { service, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } }, ...(to ? [to] : []));

/** Nest's own words, at its start and end, as lines of the same log. */
export const nestLogger = (logger: Logger): LoggerService => {
  const at = (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal') => (message: unknown, ...more: unknown[]): void => logger[level]({ context: more.at(-1) }, String(message));
  return { log: at('debug'), verbose: at('debug'), debug: at('debug'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
};

/**
 * What is logged of an error. A database error's message and details may quote values, so only its codes and names are
 * kept; its stack's first line is its message, so that goes too.
 */
export const loggable = (error: unknown): object => {
  if (!(error instanceof Error)) return { error: { name: typeof error } };
  const { name, message, stack = '' } = error;
  const { code, severity, table, constraint, routine, driverError } = error as Error & Record<string, unknown>;
  const database = severity !== undefined || driverError !== undefined;
  const inner = (driverError ?? {}) as Record<string, unknown>;
  return {
    error: database
      ? { name, code: code ?? inner['code'], table: table ?? inner['table'], constraint: constraint ?? inner['constraint'], routine: routine ?? inner['routine'], stack: frames(stack) }
      : { name, code, message, stack: frames(stack) },
  };
};

const frames = (stack: string): string[] => stack.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
