/** Where the commands of training are asked: service and path. */
export const TRAINING_ROUTES = {
  DefineTrainingTierLadder: ['training', '/v1/training-tier-ladders'],
  CreateTrainingPlan: ['training', '/v1/training-plans'],
  AddPlanTarget: ['training', '/v1/training-plans/:planId/targets'],
  PublishTrainingPlan: ['training', '/v1/training-plans/:planId/publish'],
  DraftCourse: ['training', '/v1/courses'],
  PublishCourse: ['training', '/v1/courses/:courseId/publish'],
  ScheduleSession: ['training', '/v1/training-sessions'],
  OpenEnrollment: ['training', '/v1/training-sessions/:sessionId/open-enrollment'],
  NominateTeachers: ['training', '/v1/training-sessions/:sessionId/nominate-teachers'],
  CancelEnrollment: ['training', '/v1/training-sessions/:sessionId/cancel-enrollment'],
  RecordAttendance: ['training', '/v1/training-sessions/:sessionId/record-attendance'],
  CorrectAttendance: ['training', '/v1/training-sessions/:sessionId/correct-attendance'],
  CompleteSession: ['training', '/v1/training-sessions/:sessionId/complete'],
  DefineCoverageTarget: ['training', '/v1/coverage-targets'],
  EvaluateCoverage: ['training', '/v1/coverage-targets/:targetId/evaluate'],
} as const satisfies Record<string, readonly [service: string, path: string]>;
