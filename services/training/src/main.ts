import { run } from '@homeroom/platform';
import { training } from './training.module';

void run(training);
