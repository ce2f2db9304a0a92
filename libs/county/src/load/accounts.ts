import type { Uuid } from '@homeroom/contracts';
import type { SchoolWithPeople } from '../county';
import type { Year } from '../year';

/** A demo login, as the local issuer reads it. */
export interface Account {
  readonly account: string;
  readonly personId: Uuid;
  readonly county: string;
  readonly roles: readonly string[];
  readonly says: string;
}

/** Accounts of one class of a school, and of its leaders: those of the class that is led, where there is one. */
const ofSchool = (school: SchoolWithPeople, county: string): Account[] => {
  const place = school.town.pinyin;
  const led = school.classes.find(({ lead }) => lead && lead !== school.principal) ?? school.classes[0]!;
  const middle = school.staff.middle.find(({ personId }) => led.seats.some((seat) => seat.personId === personId)) ?? school.staff.middle[0]!;
  const account = (name: string, personId: Uuid, says: string): Account => ({ account: `${name}-${place}`, personId, county, roles: ['school-staff'], says });
  return [
    account('leader', school.principal.personId, `principal of ${school.name}`),
    ...(led.lead ? [account('lead', led.lead.personId, `lead class teacher of ${led.label} there`)] : []),
    account('middle', middle.personId, 'middle leader there'),
    account('class-teacher', led.classTeacher.personId, `class teacher of ${led.label} there`),
  ];
};

/**
 * One of every role: the county's office, and of the first school of each town a leader, a lead class teacher, a middle
 * leader and a class teacher. Those of the first school are the people of the two reports that a newcomer is led to.
 */
export const accountsOf = ({ county, reports }: Year, code: string): Account[] => {
  const { coordinator, support, researcher, auditor } = county.office;
  const official = (account: string, { personId, roles }: typeof coordinator, says: string): Account => ({ account, personId, county: code, roles, says });
  const first = reports[0]!;
  const seen = new Set<string>();
  const firsts = county.schools.filter(({ town }) => !seen.has(town.code) && seen.add(town.code));
  const toured = { ...first.school, classes: [first.report.raised.schoolClass] };
  return [
    official('county', coordinator, 'coordinator of class-teacher work in the county\'s office'),
    official('county-support', support, 'decides on support'),
    official('county-research', researcher, 'brings support'),
    official('auditor', auditor, 'reads everything, writes nothing'),
    ...firsts.flatMap((school) => ofSchool(school === first.school ? toured : school, code)),
  ];
};
