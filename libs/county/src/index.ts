export * from './year';
export * from './commands';
export * from './county';
export * from './random';
export * from './load/load';
export * from './load/stack';
export * from './load/stack-time';
