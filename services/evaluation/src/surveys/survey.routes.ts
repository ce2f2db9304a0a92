import { createHash, randomBytes } from 'node:crypto';
import { Body, Controller, Post } from '@nestjs/common';
import { Rejected } from '@homeroom/eventsourcing';
import { anyOf, anyone, CommandAnswer, type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { ApiProperty } from '@nestjs/swagger';
import { evaluationSubjects } from '../people/evaluation-subjects.view';
import { officeOfSheet, ownerInBody, ownsSurvey, ownsSurveyOfSheet } from '../who-may.model';
import { surveySatisfaction } from './survey-satisfaction.view';
import { CloseSheet, CloseSurvey, DesignSurvey, IssueTokens, OpenSurvey, SubmitSurveyResponse } from './survey.commands';
import { survey } from './survey.decider';
import { surveySheet } from './survey-sheet.decider';
import { surveys } from './surveys.view';

/** 128 bits, as 22 characters that fit on a slip of paper and into an address. */
const TOKEN_BYTES = 16;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The answer that tells tokens, the only time. */
export class IssuedTokens extends CommandAnswer {
  @ApiProperty({ type: [String], description: 'One for each person to be asked; empty for a repetition, since nobody keeps them. Where they were lost: issue anew with `replaceUnused`.' })
  tokens!: string[];
}

const surveyIdOf = ({ id }: Target): string => id.slice(0, 36);

const schoolOfClass = async ({ id, request: { edge: { runtime }, caller: { county } } }: Target): Promise<string> => {
  const [found] = await runtime.find(county, evaluationSubjects, { classId: id.slice(37) });
  if (!found) throw new Rejected('class-not-found', 'There is no such class.');
  return found.schoolId;
};

@Controller('v1/surveys')
export class SurveyRoutes {
  constructor(@InjectStream(survey) private readonly surveys: EventStream<typeof survey>) {}

  @Post()
  @Handles(DesignSurvey, { may: ownerInBody, summary: 'Lay out a satisfaction survey', creates: true, waitsFor: [surveys] })
  designSurvey(@NewTarget('surveyId') target: Target, @Body() data: DesignSurvey) {
    return this.surveys.handle(target, 'DesignSurvey', data);
  }

  @Post(':surveyId/open')
  @Handles(OpenSurvey, { may: ownsSurvey, summary: 'Let tokens be issued and answers be given', waitsFor: [surveys] })
  openSurvey(@Target('surveyId') target: Target, @Body() data: OpenSurvey) {
    return this.surveys.handle(target, 'OpenSurvey', data);
  }

  @Post(':surveyId/close')
  @Handles(CloseSurvey, { may: ownsSurvey, summary: 'Take no more answers and count every class', waitsFor: [surveys] })
  closeSurvey(@Target('surveyId') target: Target, @Body() data: CloseSurvey) {
    return this.surveys.handle(target, 'CloseSurvey', data);
  }
}

/** Sheets are `<surveyId>:<classId>`. */
@Controller('v1')
export class SurveySheetRoutes {
  constructor(@InjectStream(surveySheet) private readonly sheets: EventStream<typeof surveySheet>) {}

  @Post('survey-sheets/:sheet/issue-tokens')
  @Handles(IssueTokens, { may: officeOfSheet, summary: 'Make one-time tokens for a class; they are told here and never again', answer: IssuedTokens })
  async issueTokens(@Target('sheet') target: Target, @Body() data: IssueTokens): Promise<IssuedTokens> {
    const tokens = Array.from({ length: data.count }, () => randomBytes(TOKEN_BYTES).toString('base64url'));
    const answer = await this.sheets.handle(target, 'IssueTokens', data, async (read) => ({
      survey: await read(survey, surveyIdOf(target)), schoolId: await schoolOfClass(target), hashes: tokens.map(hashOf),
    }));
    return { ...answer, tokens: answer.repeated ? [] : tokens };
  }

  @Post('counties/:county/survey-sheets/:sheet/responses')
  @Handles(SubmitSurveyResponse, { may: anyone, summary: 'Answer a survey with a one-time token, by nobody that anyone could tell' })
  submitSurveyResponse(@Target('sheet') target: Target, @Body() data: SubmitSurveyResponse) {
    return this.sheets.handle(target, 'SubmitSurveyResponse', data, async (read) => ({ survey: await read(survey, surveyIdOf(target)), tokenHash: hashOf(data.token) }));
  }

  @Post('survey-sheets/:sheet/close')
  @Handles(CloseSheet, { may: anyOf(ownsSurveyOfSheet, officeOfSheet), summary: 'Count one class', waitsFor: [surveySatisfaction] })
  closeSheet(@Target('sheet') target: Target, @Body() data: CloseSheet) {
    return this.sheets.handle(target, 'CloseSheet', data, async (read) => ({ survey: await read(survey, surveyIdOf(target)) }));
  }
}

export const surveyRefusals: Refusals = {
  'survey-not-found': '没有这项调查。',
  'survey-not-open': '该调查尚未开始。',
  'survey-closed': '该调查已结束。',
  'sheet-not-found': '该班级尚未参加调查。',
  'sheet-closed': '该班级的调查已汇总。',
  'class-not-found': '没有这个班级。',
  'class-of-another-school': '该调查属于其他学校。',
  'audience-not-asked': '该调查不面向这一群体。',
  'too-many-tokens': '该班级的答题码已达上限。',
  'token-not-valid': '答题码无效或已使用。',
  'answered-twice': '每项只能作答一次。',
};
