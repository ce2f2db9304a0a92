import { run } from '@homeroom/platform';
import { desk, wall } from './sample-http';

const { BENCH_NAME: name, BENCH_WALL_OF: of } = process.env as Record<string, string | undefined>;

/** A service as its own `main.ts` would run it: a desk, or the wall of one. */
void run(of ? wall(name!, of) : desk(name!));
