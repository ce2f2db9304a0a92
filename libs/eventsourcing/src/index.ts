export * from './rejected';
export * from './decider';
export * from './event-store';
export * from './handle';
export * from './memory-store';
export * from './view';
export * from './reaction';
