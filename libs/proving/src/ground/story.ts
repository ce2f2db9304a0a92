import { derivedId, type Instant, type Uuid } from '@homeroom/contracts';
import { COUNTIES } from './two-counties';

/** What commands of the story were answered last, by operation. */
export type Told = ReadonlyMap<string, any>;

/** Somebody asks for something that the rules allow at this point of the story. */
export interface Step {
  readonly by: Who;
  readonly operation: string;
  /** What stands in the path, in its order. */
  readonly ids: readonly string[];
  readonly body: object | ((told: Told) => object);
}

/** The clock of all services moves on before the next step. */
export interface Later {
  readonly until: Instant;
}

export type Story = readonly (Step | Later)[];

export const step = (by: Who, operation: string, ids: readonly string[] = [], body: Step['body'] = {}): Step => ({ by, operation, ids, body });
export const later = (until: Instant): Later => ({ until });

const [home, other] = COUNTIES;
const schoolStaff = { county: home, roles: ['school-staff'] };

/**
 * Everybody. `one` is the school that the story is about, with the class that everything is done with; `two` is a school of
 * the same county, and the other county has a school as well.
 */
export const CAST = {
  bureau: { county: home, roles: ['county-staff'] },
  researcher: { county: home, roles: ['county-staff'] },
  auditor: { county: home, roles: ['auditor'] },
  principal: schoolStaff,
  lead: schoolStaff,
  vice: schoolStaff,
  middle: schoolStaff,
  head: schoolStaff,
  teacher: schoolStaff,
  neighbour: schoolStaff,
  colleague: schoolStaff,
  stand_in: schoolStaff,
  leaver: schoolStaff,
  second_principal: schoolStaff,
  second_lead: schoolStaff,
  second_middle: schoolStaff,
  second_teacher: schoolStaff,
  second_colleague: schoolStaff,
  /** Has a token, and stands in no registry. */
  unregistered: schoolStaff,
  /** Has a token without any role. */
  roleless: { county: home, roles: [] },
  far_bureau: { county: other, roles: ['county-staff'] },
  far_auditor: { county: other, roles: ['auditor'] },
  far_principal: { county: other, roles: ['school-staff'] },
  far_teacher: { county: other, roles: ['school-staff'] },
} as const satisfies Readonly<Record<string, { readonly county: string; readonly roles: readonly string[] }>>;

export type Who = keyof typeof CAST;

/** Ids of the story: the same for the same seed. */
export class Names {
  constructor(private readonly seed: number) {}

  id(what: string): Uuid {
    return derivedId('edges', this.seed, what);
  }

  person(who: Who): Uuid {
    return this.id(`person ${who}`);
  }
}

/** Steps about one thing of the story, which its name stands for. */
export const doing = (names: Names) => (by: Who, operation: string, what: string, body: object = {}): Step => step(by, operation, [names.id(what)], body);
