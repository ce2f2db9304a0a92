import { type OrganizationEvent, teacherPosts, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { RowChoice, RowId, RowKey, view } from '@homeroom/platform';

/** Where a person works and in which post, as organization tells it: the relations that decide who may here. */
export class PersonPositionRow {
  @RowKey('The person') personId!: Uuid;
  @RowId('The school') schoolId!: Uuid;
  @RowChoice(teacherPosts, 'The post there') post!: TeacherPost;
}

export const personPositions = view<OrganizationEvent>()(PersonPositionRow, { name: 'person-positions', version: 1, key: 'personId', on: {
  TeacherRegistered: (_, { data: { personId, schoolId, post } }) => ({ personId, schoolId, post }),
  TeacherPostChanged: (row, { data: { personId, schoolId, toPost } }) => ({ personId, schoolId: row?.schoolId ?? schoolId, post: toPost }),
  TeacherTransferred: (_, { data: { personId, toSchoolId, post } }) => ({ personId, schoolId: toSchoolId, post }),
  TeacherDeactivated: () => null,
  TeacherReactivated: (_, { data: { personId, schoolId, post } }) => ({ personId, schoolId, post }),
} });
