import { isPortFree } from '../src/ports';

/** The first of five free ports in a row, below those that the system hands out by itself. */
export async function consecutivePorts(): Promise<number> {
  for (;;) {
    const base = 10_000 + Math.floor(Math.random() * 20_000);
    const row = await Promise.all([0, 1, 2, 3, 4].map((place) => isPortFree(base + place)));
    if (row.every(Boolean)) return base;
  }
}
