import { type OrganizationEvent, type PersonPosition, positionFolds, teacherPosts, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { RowChoice, RowId, RowKey, view } from '@homeroom/platform';

/** Where a person works and in which post, as organization tells it: the relations that decide who may here. */
export class PersonPositionRow implements PersonPosition {
  @RowKey('The person') personId!: Uuid;
  @RowId('The school') schoolId!: Uuid;
  @RowChoice(teacherPosts, 'The post there') post!: TeacherPost;
}

export const personPositions = view<OrganizationEvent>()(PersonPositionRow, { name: 'person-positions', version: 1, key: 'personId', on: positionFolds });
