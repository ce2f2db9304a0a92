export * from './given';
export * from './eventually';
export * from './databases';
export * from './servers';
export * from './sample-services';
export * from './api';
export * from './sample-api';
export * from './interleavings';
