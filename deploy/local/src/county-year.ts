import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { guardOrphan } from './orphan-guard';
import type { StackHome } from './stack-home';
import { defaultSchools } from './start-options';

/** Which county the data holds. */
export interface Loaded {
  schools: number;
  complete: boolean;
}

/** What the loader leaves in `.homeroom/county-year.json` for the table. */
export interface CountyYear {
  commands?: number;
  events?: number;
  seconds?: number;
  /** A report that went up by itself: where to read its timeline, and as whom. */
  escalated?: Tour;
  /** A score, where it is explained and where it is drawn. */
  score?: Tour & { explanation: string; picture: string };
  /** Who was reached by training, and who was not. */
  coverage?: Tour;
  /** Scores by other frameworks: of both results combined, of a lead class teacher, of a school. */
  scores?: Tour[];
}

/** Where a newcomer looks, and as whom. */
export interface Tour { service: string; path: string; account: string }

export function readLoaded(home: StackHome): Loaded | undefined {
  return existsSync(home.loaded) ? (JSON.parse(readFileSync(home.loaded, 'utf8')) as Loaded) : undefined;
}

export function readYear(home: StackHome): CountyYear {
  return existsSync(home.year) ? (JSON.parse(readFileSync(home.year, 'utf8')) as CountyYear) : {};
}

/** The size to load. Throws a sentence when the data holds another, before anything is started. */
export function chooseSize(loaded: Loaded | undefined, asked: number | undefined): number {
  if (loaded && asked !== undefined && asked !== loaded.schools) {
    throw new Error(`The data in .homeroom is a county of ${loaded.schools} schools${loaded.complete ? '' : ', half loaded'}. For ${asked} schools start with --fresh, which throws that data away.`);
  }
  return asked ?? loaded?.schools ?? defaultSchools;
}

export const loaderOf = (root: string): string => join(root, 'libs', 'county', 'dist', 'main.js');

/**
 * Plays the year through the services' own HTTP API. The marker is written before and completed after, so an
 * interrupted load is known and resumes: the loader repeats what it did, and its commands carry their keys.
 */
export async function loadYear(home: StackHome, schools: number, started: (loader: ChildProcess) => void): Promise<void> {
  const mark = (loaded: Loaded) => writeFileSync(home.loaded, JSON.stringify(loaded));
  mark({ schools, complete: false });
  const args = [loaderOf(home.root), 'load', '--schools', String(schools), '--manifest', home.manifest];
  const loader = spawn(process.execPath, args, { cwd: home.root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  if (loader.pid) guardOrphan(loader.pid, 'SIGTERM', 5);
  started(loader);
  const ended = await new Promise<number | string | null>((resolve) => {
    loader.once('error', (error) => resolve(error.message)).once('exit', (code, signal) => resolve(code ?? signal));
  });
  if (ended !== 0) throw new Error(`The sample year was not loaded to its end (${relative(home.root, loaderOf(home.root))}: ${ended}). Start again to resume.`);
  mark({ schools, complete: true });
}
