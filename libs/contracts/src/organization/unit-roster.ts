import { internal } from '../catalogue';
import type { Event, Uuid } from '../event';

/** What a unit may hold: units below it, classes, or (an education group) schools that joined it. */
export const unitMemberKinds = ['unit', 'class', 'joined-school'] as const;
export type UnitMemberKind = (typeof unitMemberKinds)[number];

/** Something open stands directly in this unit, so the unit cannot close. Written in the append that put it there. */
export type UnitMemberEntered = Event<'UnitMemberEntered', { orgUnitId: Uuid; memberId: Uuid; kind: UnitMemberKind }>;

/** It closed, graduated, moved away or left. Written in the append that did so. */
export type UnitMemberLeft = Event<'UnitMemberLeft', { orgUnitId: Uuid; memberId: Uuid; kind: UnitMemberKind }>;

export type UnitRosterEvent = UnitMemberEntered | UnitMemberLeft;

export const unitRosterEvents = {
  UnitMemberEntered: internal('unit-roster', { dataLevel: 'L1' }),
  UnitMemberLeft: internal('unit-roster', { dataLevel: 'L1' }),
};
