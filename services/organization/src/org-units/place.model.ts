import type { OrgLevel, SchoolKind, Stage, Uuid } from '@homeroom/contracts';

/** What a decision needs to know of a unit above. */
export interface Place {
  readonly id: Uuid;
  readonly level: OrgLevel;
  readonly status: 'open' | 'closed';
  readonly parentId?: Uuid;
  readonly code?: string;
  readonly schoolKind?: SchoolKind;
  readonly stage?: Stage;
  readonly grade?: number;
}

/** Which levels may stand directly below which: always a lower one, so that no chain of parents comes back to itself. */
const BELOW: Readonly<Record<OrgLevel, readonly OrgLevel[]>> = {
  county: ['town', 'education-group', 'school', 'department'],
  town: ['school'],
  'education-group': [],
  school: ['campus', 'stage', 'grade', 'department'],
  campus: ['stage', 'grade', 'department'],
  stage: ['grade'],
  grade: [],
  department: [],
};

export const mayStandBelow = (level: OrgLevel, parent: OrgLevel): boolean => BELOW[parent].includes(level);

/** A tree this deep has been tampered with. */
const DEEPEST = 10;

/**
 * A unit and everything above it, lowest first, as `read` knows them; empty for an unknown unit. Every stream read becomes
 * a condition of the append, so that no ancestor closes or moves unseen while something is put below it.
 */
export const placesFrom = async <Unit extends { readonly status: string }>(
  read: (id: Uuid) => Promise<Unit>, unitId: Uuid | undefined,
): Promise<readonly Place[]> => {
  const places: Place[] = [];
  for (let id = unitId; id !== undefined && places.length < DEEPEST;) {
    const unit = await read(id);
    if (unit.status === 'none') return places;
    const place = { ...(unit as unknown as Omit<Place, 'id'>), id };
    places.push(place);
    id = place.parentId;
  }
  return places;
};

/** The school among these places, if there is one. */
export const schoolOf = (places: readonly Place[]): Place | undefined => places.find((place) => place.level === 'school');
