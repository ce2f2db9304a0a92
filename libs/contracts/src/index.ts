export * from './event';
export * from './catalogue';
export * from './log';
export * from './record';
