import { run } from '@homeroom/platform';
import { resources } from './resources.module';

void run(resources);
