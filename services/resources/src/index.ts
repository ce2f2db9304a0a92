export { resources } from './resources.module';
