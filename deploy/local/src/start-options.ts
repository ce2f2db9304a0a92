export interface StartOptions {
  /** Undefined: as many as were loaded, or the default. */
  schools: number | undefined;
  load: boolean;
  fresh: boolean;
  portBase: number | undefined;
}

export const defaultSchools = 9;

const usage = `Options of npm start (after --):
  --schools N    size of the sample county (default ${defaultSchools}, one a town; 83 is a whole county)
  --no-load      start empty, or with what is there
  --fresh        throw the data of this checkout away first
  --port-base N  services on consecutive ports from here`;

/** Throws a sentence with the options there are. */
export function parseStartOptions(args: readonly string[]): StartOptions {
  const options: StartOptions = { schools: undefined, load: true, fresh: false, portBase: undefined };
  const rest = args.flatMap((arg) => (/^--[a-z-]+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg]));
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--no-load') options.load = false;
    else if (arg === '--fresh') options.fresh = true;
    else if (arg === '--schools') options.schools = number(arg, rest.shift(), 1, 1_000);
    else if (arg === '--port-base') options.portBase = number(arg, rest.shift(), 1_024, 65_000);
    else throw new Error(`${arg} is not an option.\n${usage}`);
  }
  return options;
}

function number(option: string, value: string | undefined, least: number, most: number): number {
  const parsed = Number(value);
  if (value !== undefined && Number.isInteger(parsed) && parsed >= least && parsed <= most) return parsed;
  throw new Error(`${option} needs a whole number from ${least} to ${most}.\n${usage}`);
}
