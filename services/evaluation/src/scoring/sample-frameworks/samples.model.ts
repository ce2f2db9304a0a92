import type { FrameworkDocument } from '@homeroom/contracts';
import { basicClassTeacher, combinedClassTeacher, developmentalClassTeacher } from './class-teacher.model';
import { leadClassTeacher, school } from './holders.model';

/** The samples (示例) that ship; nobody has adopted them. */
export const sampleFrameworks: { readonly [name: string]: FrameworkDocument } = {
  'class-teacher-basic': basicClassTeacher,
  'class-teacher-developmental': developmentalClassTeacher,
  'class-teacher-combined': combinedClassTeacher,
  'lead-class-teacher-developmental': leadClassTeacher,
  'school-developmental': school,
};
