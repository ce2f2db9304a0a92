import type { FrameworkDocument } from '../framework-document';
import { basicClassTeacher, combinedClassTeacher, developmentalClassTeacher } from './class-teacher-frameworks';
import { leadClassTeacher, school } from './holder-frameworks';

/** The samples (示例) that ship; nobody has adopted them. */
export const sampleFrameworks: { readonly [name: string]: FrameworkDocument } = {
  'class-teacher-basic': basicClassTeacher,
  'class-teacher-developmental': developmentalClassTeacher,
  'class-teacher-combined': combinedClassTeacher,
  'lead-class-teacher-developmental': leadClassTeacher,
  'school-developmental': school,
};
