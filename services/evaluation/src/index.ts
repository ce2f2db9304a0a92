export { evaluation } from './evaluation.module';
