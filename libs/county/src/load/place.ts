import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Instant } from '@homeroom/contracts';

/** How far a load has come; hours before `at` are wholly answered. */
export interface Place {
  readonly schools: number;
  readonly seed: string;
  readonly at: Instant;
  readonly done: number;
  readonly seconds: number;
  readonly complete: boolean;
}

const fileBeside = (yearFile: string): string => join(dirname(yearFile), 'county-load.json');

/** @throws a sentence where another county is half loaded */
export const placeOf = (yearFile: string, schools: number, seed: string): Place | undefined => {
  const file = fileBeside(yearFile);
  if (!existsSync(file)) return undefined;
  const place = JSON.parse(readFileSync(file, 'utf8')) as Place;
  if (place.schools === schools && place.seed === seed) return place;
  throw new Error(`A county of ${place.schools} schools (seed ${place.seed}) is in the data: load that, or start with --fresh.`);
};

export const writeWhole = (file: string, content: object): void => {
  writeFileSync(`${file}.draft`, JSON.stringify(content, undefined, 2));
  renameSync(`${file}.draft`, file);
};

export const savePlace = (yearFile: string, place: Place): void => writeWhole(fileBeside(yearFile), place);
