export * from './row';
export * from './view';
