import { run } from '@homeroom/platform';
import { evaluation } from './evaluation.module';

void run(evaluation);
