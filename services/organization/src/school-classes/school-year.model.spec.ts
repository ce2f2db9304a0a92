import { addMonths, isSchoolYear, nextSchoolYear, schoolYearOf } from './school-year.model';

describe('school years', () => {
  it('run from 1 September to 31 August', () => {
    expect(schoolYearOf('2025-08-31')).toBe('2024-2025');
    expect(schoolYearOf('2025-09-01')).toBe('2025-2026');
    expect(schoolYearOf('2026-02-15')).toBe('2025-2026');
  });
  it('follow each other', () => {
    expect(nextSchoolYear('2025-2026')).toBe('2026-2027');
    expect([isSchoolYear('2025-2026'), isSchoolYear('2025-2027'), isSchoolYear('2025')]).toEqual([true, false, false]);
  });
  it('are counted in months that may be short', () => {
    expect(addMonths('2025-09-01', 10)).toBe('2026-07-01');
    expect(addMonths('2025-04-30', 10)).toBe('2026-02-28');
    expect(addMonths('2025-12-31', 2)).toBe('2026-02-28');
  });
});
