import { type County, type DutyRole, dutyRoles, type Uuid } from '@homeroom/contracts';

/** Whose charter it is, and for which role. */
export interface CharterNamed {
  /** The county's code, or the school's id. */
  readonly scope: County | Uuid;
  readonly schoolId?: Uuid;
  readonly role: DutyRole;
}

/** Which charter an id names: `<county or schoolId>:<role>`. `undefined` for any other text. */
export const charterNamed = (id: string): CharterNamed | undefined => {
  const [scope = '', role = '', ...rest] = id.split(':');
  if (rest.length > 0 || !(dutyRoles as readonly string[]).includes(role)) return undefined;
  if (/^\d{6}$/.test(scope)) return { scope, role: role as DutyRole };
  return /^[0-9a-f-]{36}$/.test(scope) ? { scope, schoolId: scope, role: role as DutyRole } : undefined;
};

/** Whose acknowledgement of which charter an id names: `<charterId>:<personId>`. */
export const acknowledgementNamed = (id: string): { readonly charterId: string; readonly personId: Uuid } => {
  const at = id.lastIndexOf(':');
  return { charterId: id.slice(0, Math.max(at, 0)), personId: id.slice(at + 1) };
};
