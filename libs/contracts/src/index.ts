export * from './event';
export * from './catalogue';
export * from './log';
export * from './uuid';
export * from './record';
export * from './organization';
export * from './resources';
export * from './evaluation';
