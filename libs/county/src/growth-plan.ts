import { derivedId } from '@homeroom/contracts';
import { SCHOOL_YEAR } from './calendar';
import type { PlannedCommand } from './commands';
import type { County, SchoolWithPeople } from './county';
import type { PlannedReport } from './report-plan';
import { type AskFor, asking } from './research-plan';
import { scaled } from './source-figures';
import * as texts from './research-texts';
import { instantAt } from './working-time';

/** Places of the workshop for excellent class teachers in a county of the source's size [INF]. */
const WORKSHOP_PLACES = 30;
/** Class teachers of a school who are assessed in the sample. */
const ASSESSED = 3;
const CONSULTATION_DAY = '2025-12-10';

/** Consultations on cases, the competence ladder, the workshop, and how far schools have come. */
export const growthPlan = (county: County, reports: readonly PlannedReport[]): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask = asking(commands);
  const by = county.office.coordinator.personId;
  ask('PublishCompetencyModel', '2025-09-02', 10, [], by, { competencies: texts.COMPETENCY_MODEL, sample: true }, { lane: 'competency-model' });
  for (const school of county.schools) {
    consult(county, school, reports, ask);
    assess(county, school, ask);
    const maturity = [`school:${school.schoolId}`];
    const chance = county.random.of('maturity', school.number);
    ask('AdvanceMaturity', '2026-01-21', 10, maturity, by, { toStage: 'work-system', evidence: texts.MATURITY_EVIDENCE[0] });
    if (chance.chance(0.3)) ask('AdvanceMaturity', '2026-06-17', 10, maturity, by, { toStage: 'experience-system', evidence: texts.MATURITY_EVIDENCE[1] });
  }
  workshop(county, ask);
  return commands;
};

/** A school consults on up to two cases that its class teachers reported before. */
const consult = ({ seed, random }: County, school: SchoolWithPeople, reports: readonly PlannedReport[], ask: AskFor): void => {
  const before = instantAt('2025-12-08', 0);
  const cited = reports.filter((one) => one.school === school && one.commands[0]!.at < before).slice(0, 2);
  if (cited.length === 0) return;
  const chance = random.of('consultation', school.number);
  const consultationId = derivedId('county-year', seed, 'consultation', school.number);
  const by = school.principal.personId;
  const participantIds = [...new Set([by, ...cited.map(({ commands }) => commands[0]!.by)])];
  const reportIds = cited.map(({ report }) => report.raised.reportId);
  const theme = chance.pick(['political-guidance', 'habit-formation', 'five-educations', 'school-home-community']);
  ask('HoldCaseConsultation', CONSULTATION_DAY, 14, [], by, { consultationId, schoolId: school.schoolId, mode: chance.pick(['themed-party-day', 'consultation']), theme, on: CONSULTATION_DAY, reportIds, participantIds });
  participantIds.forEach((personId) => ask('RecordConsultationOpinion', CONSULTATION_DAY, 16, [consultationId], personId, { reportId: reportIds[0], opinion: chance.pick(texts.OPINIONS) }));
};

/** The head assesses some class teachers in November; who reaches the first level is promoted. */
const assess = ({ random, office }: County, { staff, principal, number }: SchoolWithPeople, ask: AskFor): void => {
  for (const { personId } of staff.classTeachers.slice(0, ASSESSED)) {
    const chance = random.of('competency', number, personId);
    const levels = texts.COMPETENCY_MODEL.map(({ competency }) => ({ competency, level: chance.weighted({ '0': 15, '1': 55, '2': 25, '3': 5 }) })).map((one) => ({ ...one, level: Number(one.level) }));
    ask('AssessCompetencyLevel', '2025-11-26', 14, [personId], principal.personId, { levels, note: texts.ASSESSMENT_NOTE });
    if (levels.every(({ level }) => level > 0)) ask('PromoteCompetencyLevel', '2025-12-03', 10, [personId], office.coordinator.personId, { toLevel: 1 });
  }
};

const workshop = (county: County, ask: AskFor): void => {
  const { countyId, office, schools } = county;
  const by = office.coordinator.personId;
  const selection = [`${countyId}:${SCHOOL_YEAR}`];
  const places = scaled(WORKSHOP_PLACES, county.schools.length);
  ask('OpenSelection', '2026-04-01', 10, selection, by, { places });
  schools.slice(0, places).forEach(({ staff: { classTeachers } }) => {
    const { personId } = classTeachers.at(-1)!;
    ask('SelectParticipant', '2026-04-08', 10, selection, by, { personId }, { apart: personId });
  });
  ask('CloseSelection', '2026-04-09', 10, selection, by);
};
