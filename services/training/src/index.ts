export { training } from './training.module';
