import { run } from '@homeroom/platform';
import { organization } from './organization.module';

void run(organization);
