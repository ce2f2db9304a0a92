export * from './row';
export * from './view';
export { viewReader } from './view-sink';
