import type { Uuid } from '../event';
import type { TeacherDeactivated, TeacherPost, TeacherPostChanged, TeacherReactivated, TeacherRegistered, TeacherTransferred } from './teacher';

/** Where a person works and in which post, by organization's last word. */
export interface PersonPosition { personId: Uuid; schoolId: Uuid; post: TeacherPost }

type Said<E extends { readonly data: object }> = { readonly data: E['data'] };

/** How a position follows from what organization says; `null`: the person works nowhere. For every service that asks who may where. */
export const positionFolds = {
  TeacherRegistered: (_: PersonPosition | undefined, { data: { personId, schoolId, post } }: Said<TeacherRegistered>): PersonPosition => ({ personId, schoolId, post }),
  TeacherPostChanged: (row: PersonPosition | undefined, { data: { personId, schoolId, toPost } }: Said<TeacherPostChanged>): PersonPosition =>
    ({ personId, schoolId: row?.schoolId ?? schoolId, post: toPost }),
  TeacherTransferred: (_: PersonPosition | undefined, { data: { personId, toSchoolId, post } }: Said<TeacherTransferred>): PersonPosition => ({ personId, schoolId: toSchoolId, post }),
  TeacherDeactivated: (_: PersonPosition | undefined, __: Said<TeacherDeactivated>): null => null,
  TeacherReactivated: (_: PersonPosition | undefined, { data: { personId, schoolId, post } }: Said<TeacherReactivated>): PersonPosition => ({ personId, schoolId, post }),
};
