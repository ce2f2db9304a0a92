import type { Who } from '../ground/story';

/*
 * Who may do what, by role and relation, written from what the services are for and not from their code: nothing here knows
 * a route but its name. Everybody stands in a relation to one class: see `CAST`. A new operation is refused by the campaign
 * until a line here names it.
 *
 *   own class      teacher (class teacher), lead (lead class teacher), middle (the chain's middle leader), head (its delegate)
 *   own school     principal, vice (leaders), neighbour (class teacher next door), colleague, stand_in
 *   other school   second_…, leaver (went there)
 *   county         bureau, researcher, auditor
 *   training       teacher (proposes, competes), colleague (works on the project), head (leads the camp, judges), second_principal (judges, reviews)
 *   no relation    unregistered (a token of school staff), roleless (a token without roles), nobody (no token)
 *   other county   far_…: is told the same of a thing of this county as of a thing that was never there
 */

const COUNTY: readonly Who[] = ['bureau', 'researcher'];
const SCHOOL_LEADERS: readonly Who[] = ['principal', 'lead', 'vice'];
const LEADERS: readonly Who[] = [...SCHOOL_LEADERS, 'middle', 'head'];
const OTHER_SCHOOL_LEADERS: readonly Who[] = ['second_principal', 'second_lead'];
const OTHER_LEADERS: readonly Who[] = [...OTHER_SCHOOL_LEADERS, 'second_middle'];
const SCHOOL: readonly Who[] = [...LEADERS, 'teacher', 'neighbour', 'colleague', 'stand_in'];
const STAFF: readonly Who[] = [...COUNTY, ...SCHOOL, ...OTHER_LEADERS, 'second_teacher', 'second_colleague', 'leaver', 'unregistered'];
/** Those of the class's chain, and who stands in for one of them. */
const CHAIN: readonly Who[] = ['teacher', 'middle', 'head', 'lead', 'principal'];

export interface Rule {
  readonly resource: string;
  /** Operations of the services' documents. */
  readonly operations: string;
  /** Whom the edge lets through to the rules; an auditor to every question beside them. `anyone`: no token is asked for. */
  readonly may: readonly Who[] | 'anyone';
  /** Whom of those the rules let through, where they are stricter: asked in earnest, the others are refused as well. */
  readonly only?: readonly Who[];
}

/** Of every service: records are for auditors, hashes for whoever checks them. */
const PROOFS: readonly Rule[] = [
  { resource: 'proofs of records', operations: 'evidence evidenceOfSeveral', may: [] },
  { resource: 'hashes and signed checkpoints', operations: 'checkpoint tile', may: 'anyone' },
];

export const RULES: Readonly<Record<string, readonly Rule[]>> = {
  organization: [
    ...PROOFS,
    { resource: 'units of the county', operations: 'registerOrgUnit renameOrgUnit changeSchoolKind changeOrgCode moveOrgUnit joinEducationGroup leaveEducationGroup closeOrgUnit restoreOrgUnit formEducationGroup', may: COUNTY },
    { resource: 'units of the county', operations: 'orgUnits orgTree orgUnit', may: STAFF },
    { resource: 'rules of the county', operations: 'setAppointmentRules publishCountyCalendar publishDeadlinePolicy publishCadencePolicy defineDutyCharter', may: COUNTY },
    { resource: 'rules of the county', operations: 'countyCalendar schoolCalendar deadlinePolicy cadencePolicy listDutyCharters dutyCharter', may: STAFF },
    { resource: 'calendar of a school', operations: 'publishSchoolCalendar', may: SCHOOL_LEADERS },
    { resource: 'classes', operations: 'openClass promoteClass graduateClass closeClass', may: [...COUNTY, ...SCHOOL_LEADERS] },
    { resource: 'classes that need somebody', operations: 'flagTargetClass unflagTargetClass', may: [...COUNTY, ...LEADERS] },
    { resource: 'classes', operations: 'classBoard classOnBoard', may: [...COUNTY, ...SCHOOL] },
    { resource: 'charter of a class', operations: 'setClassGoals adoptClassCovenant publishDailyNorms setClassDevelopmentPlan', may: ['teacher', ...SCHOOL_LEADERS] },
    { resource: 'charter of a class', operations: 'classCharter', may: [...COUNTY, ...SCHOOL] },
    { resource: 'people', operations: 'registerTeacher recordPreServiceCertificate appointChiefClassTeacher', may: [...COUNTY, ...SCHOOL_LEADERS] },
    { resource: 'people of the other school', operations: 'changeTeacherPost deactivateTeacher reactivateTeacher', may: [...COUNTY, ...OTHER_SCHOOL_LEADERS] },
    { resource: 'people between schools', operations: 'transferTeacher', may: COUNTY },
    { resource: 'people, their own telephone', operations: 'updateTeacherProfile', may: [...COUNTY, ...SCHOOL_LEADERS, 'teacher'] },
    { resource: 'people', operations: 'staffPositions staffPosition classTeacherSearch', may: [...COUNTY, ...SCHOOL] },
    { resource: 'offices of a class', operations: 'appointClassTeacher replaceClassTeacher endClassTeacher nominateLeadClassTeacher appointLeadClassTeacher adjustIntervention endLeadClassTeacherAppointment correctAppointmentDates', may: [...COUNTY, ...SCHOOL_LEADERS] },
    { resource: 'what the school\'s joint meeting decides', operations: 'approveLeadClassTeacherAssignment declineLeadClassTeacherAssignment', may: SCHOOL_LEADERS },
    { resource: 'exceptions', operations: 'grantLoadException', may: COUNTY },
    { resource: 'offices', operations: 'appointmentTimeline classTeacherRoster classTeacherCount', may: [...COUNTY, ...SCHOOL] },
    { resource: 'chain of a class', operations: 'defineCollaborationChain activateCollaborationChain reviseCollaborationChain detectChainVacancy fillChainSeat', may: SCHOOL_LEADERS },
    { resource: 'one\'s own level of a chain', operations: 'setChainDelegate', may: [...SCHOOL_LEADERS, 'middle'] },
    { resource: 'chain of a class', operations: 'collaborationChains collaborationChain chainVersions', may: [...COUNTY, ...SCHOOL] },
    { resource: 'upward reports', operations: 'raiseUpwardReport', may: CHAIN },
    // Nobody answered it: by June it has gone up to the top by itself.
    { resource: 'upward reports, their holder', operations: 'acknowledgeUpwardReport requestUpwardReportInfo forwardUpwardReport escalateUpwardReport respondToUpwardReport resolveUpwardReport holdUpwardReport resumeUpwardReport mergeUpwardReport declineUpwardReport', may: CHAIN, only: ['principal'] },
    { resource: 'upward reports, their raiser', operations: 'supplyUpwardReportInfo confirmUpwardReport rejectUpwardReportResolution withdrawUpwardReport reopenUpwardReport', may: CHAIN, only: ['teacher'] },
    { resource: 'upward reports, their school', operations: 'reassignUpwardReport', may: SCHOOL_LEADERS },
    { resource: 'upward reports', operations: 'upwardReport reportTimeline', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'upward reports of a school', operations: 'upwardReports reportAgeing reportResponseTimes reportDeadlines', may: [...COUNTY, ...LEADERS] },
    { resource: 'inbox of the middle leader', operations: 'reportInbox', may: [...COUNTY, 'middle'] },
    { resource: 'directives of a school', operations: 'draftDirective reviseDirectiveDraft issueDirective extendDirective revokeDirective closeDirective returnDirectiveCompletion verifyDirectiveCompletion', may: SCHOOL_LEADERS },
    // A recipient in no chain of that class has nobody to convey it to.
    { resource: 'directives, conveyed', operations: 'relayDirective', may: ['lead', 'head', 'stand_in'] },
    { resource: 'directives, the lead class teacher\'s receipt', operations: 'acknowledgeDirective', may: ['lead'] },
    { resource: 'directives, a colleague\'s receipt', operations: 'reportDirectiveCompletion', may: ['colleague'] },
    { resource: 'directives', operations: 'directive', may: [...COUNTY, ...LEADERS, 'colleague', 'stand_in'] },
    { resource: 'directives of a school', operations: 'listDirectives directiveMatrix directiveProgress', may: [...COUNTY, ...LEADERS] },
    { resource: 'one\'s own directives', operations: 'receivedDirectives', may: STAFF },
    { resource: 'common problems', operations: 'identifyCommonProblem addReportsToCommonProblem discussCommonProblem answerCommonProblem closeCommonProblem', may: LEADERS },
    { resource: 'common problems', operations: 'listCommonProblems commonProblem', may: [...COUNTY, ...SCHOOL] },
    { resource: 'work log, the class teacher\'s', operations: 'submitClassReport', may: ['teacher'] },
    { resource: 'work log', operations: 'recordRoutineWork holdClassActivity recordHomeSchoolContact', may: ['teacher', 'lead'] },
    { resource: 'work log, set right', operations: 'withdrawWorkLogEntry', may: ['teacher', ...LEADERS] },
    { resource: 'work log', operations: 'listWorkLog workLogCounts cadenceCompliance', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'inspections', operations: 'planClassInspection withdrawInspectionFinding requestRectification cancelClassInspection returnRectification confirmRectification', may: [...COUNTY, ...LEADERS] },
    { resource: 'inspections, their inspector', operations: 'startClassInspection recordInspectionFinding completeClassInspection', may: ['head'] },
    { resource: 'inspections, who is inspected', operations: 'submitRectification', may: ['teacher'] },
    { resource: 'inspections', operations: 'classInspection listInspectionFindings', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'inspections of a school', operations: 'listClassInspections rectificationAgeing cadenceSummary', may: [...COUNTY, ...LEADERS] },
    { resource: 'meetings of a class', operations: 'scheduleMeeting recordMeetingAttendance recordMinutes recordDecision raiseActionItem completeActionItem cancelMeeting meeting', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'meetings of a school', operations: 'listMeetings actionItemCounts', may: [...COUNTY, ...LEADERS] },
    { resource: 'the class teacher\'s action items', operations: 'listActionItems', may: [...COUNTY, 'teacher'] },
    { resource: 'joint work group', operations: 'formJointWorkGroup addGroupMember removeGroupMember dissolveGroup', may: LEADERS },
    { resource: 'joint work group, its work', operations: 'agreeGroupGoals shareGroupOutcome', may: [...LEADERS, 'teacher'] },
    { resource: 'joint work group', operations: 'listJointWorkGroups jointWorkGroup', may: [...COUNTY, ...SCHOOL] },
    { resource: 'duties, one\'s own', operations: 'acknowledgeDutyCharter', may: ['teacher'] },
    { resource: 'duties, who took note', operations: 'dutyCharterHolders', may: [...COUNTY, ...LEADERS] },
  ],
  resources: [
    ...PROOFS,
    { resource: 'support for a class', operations: 'requestSupport', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'support, decided by the county', operations: 'approveSupport declineSupport allocateSupport deliverSupport', may: COUNTY },
    { resource: 'support, who asked for it', operations: 'confirmSupport', may: ['principal'] },
    { resource: 'support, taken back', operations: 'cancelSupport', may: [...COUNTY, 'principal'] },
    { resource: 'support', operations: 'listSupportRequests supportRequest supportBacklog supportTimeline', may: [...COUNTY, ...LEADERS] },
  ],
  evaluation: [
    ...PROOFS,
    { resource: 'frameworks of the county', operations: 'draftFramework publishFramework retireFramework', may: COUNTY },
    { resource: 'frameworks', operations: 'listFrameworks framework frameworkVersion', may: STAFF },
    { resource: 'cycle of a school', operations: 'openCycle freezeRoster appointRaters openCollection closeCollection startReview publiciseResults closeObjections finaliseCycle', may: LEADERS },
    { resource: 'cycles', operations: 'listEvaluationCycles evaluationCycle comparison', may: STAFF },
    { resource: 'survey of a school', operations: 'designSurvey openSurvey closeSurvey issueTokens closeSheet', may: LEADERS },
    { resource: 'answers', operations: 'submitSurveyResponse', may: 'anyone' },
    { resource: 'surveys', operations: 'listSurveys survey classSatisfaction classSatisfactionTrend', may: STAFF },
    { resource: 'surveys, a school\'s sheets', operations: 'surveySheets surveySatisfaction', may: [...COUNTY, ...LEADERS] },
    { resource: 'assessment, its evidence', operations: 'attachEvidence', may: [...LEADERS, 'teacher'] },
    { resource: 'assessment, its raters', operations: 'rateIndicator withdrawRating rateIndicators', may: ['middle', 'head'] },
    { resource: 'assessment, who is assessed', operations: 'submitSelfAssessment fileObjection', may: ['teacher'] },
    { resource: 'assessment, who runs its cycle', operations: 'recordQuantitativeMeasure overrideRating computeScore finaliseResult recordQuantitativeMeasures computeScores finaliseResults', may: LEADERS },
    { resource: 'assessment, corrected', operations: 'approveCorrection', may: COUNTY },
    { resource: 'assessment, computed anew', operations: 'recomputeResult', may: [...COUNTY, ...LEADERS] },
    { resource: 'assessments of a cycle, ratings included', operations: 'assessmentsOfCycle assessment', may: [...COUNTY, ...LEADERS] },
    { resource: 'score', operations: 'scorecard explanation whatIf scorecardPicture scoreRecords saidInAssessment', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'objections', operations: 'acceptObjection dismissObjection upholdObjection rejectObjection listObjections', may: [...COUNTY, ...LEADERS] },
    { resource: 'one\'s own objection', operations: 'objection', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'rules of points', operations: 'publishPointsRules closeLedger', may: COUNTY },
    { resource: 'rules of points', operations: 'pointsRules', may: STAFF },
    { resource: 'one\'s own points', operations: 'pointsLedger pointsStatement', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'improvement plans', operations: 'createImprovementPlan reviewImprovementPlan closeImprovementPlan', may: [...LEADERS, 'teacher'] },
    { resource: 'improvement plan', operations: 'improvementPlan', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'improvement plans of a cycle', operations: 'listImprovementPlans', may: [...COUNTY, ...LEADERS] },
  ],
  training: [
    ...PROOFS,
    { resource: 'rules of training', operations: 'defineTrainingTierLadder draftCourse publishCourse retireCourse defineCoverageTarget evaluateCoverage', may: COUNTY },
    { resource: 'rules of training', operations: 'listTrainingTierLadders trainingTierLadder listCourses course listCoverageTargets coverageTarget listCoverageComputations', may: STAFF },
    { resource: 'coverage of a school, with who was not reached', operations: 'coverage', may: [...COUNTY, ...LEADERS] },
    { resource: 'plan of a school', operations: 'createTrainingPlan addPlanTarget publishTrainingPlan closeTrainingPlan', may: [...COUNTY, ...LEADERS] },
    { resource: 'plans', operations: 'listTrainingPlans trainingPlan sessionMatrix', may: STAFF },
    { resource: 'session of a school', operations: 'scheduleSession openEnrollment changeCapacity recordAttendance correctAttendance completeSession cancelSession', may: [...COUNTY, ...LEADERS] },
    { resource: 'sessions', operations: 'listTrainingSessions trainingSession', may: STAFF },
    { resource: 'seats, for oneself', operations: 'requestEnrollment cancelEnrollment', may: STAFF },
    { resource: 'seats, for people of the school', operations: 'nominateTeachers approveEnrollment declineEnrollment', may: [...COUNTY, ...LEADERS] },
    { resource: 'seats, who has one', operations: 'trainingSessionRoster', may: [...COUNTY, ...LEADERS] },
    { resource: 'one\'s own training', operations: 'listEnrollments creditStatement growthTimeline', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'camps', operations: 'openCamp closeCamp', may: COUNTY },
    { resource: 'camp, its leader', operations: 'admitCampMember recordTrackingCheckpoint withdrawCampMember graduateCampMember listCampMembers', may: [...COUNTY, 'head'] },
    { resource: 'camps', operations: 'listStudyCamps studyCamp', may: STAFF },
    { resource: 'camps, people of a school', operations: 'listCampMemberships', may: [...COUNTY, ...LEADERS] },
    { resource: 'growth teams', operations: 'formRainbowTeam addTeamTeacher addTeamMentor replaceTeamMember activateTeam dissolveTeam', may: COUNTY },
    { resource: 'growth teams', operations: 'listRainbowTeams rainbowTeam', may: STAFF },
    { resource: 'projects, decided by the county', operations: 'openProjectCall closeProjectCall approveProject rejectProject concludeProject terminateProject', may: COUNTY },
    { resource: 'projects, proposed', operations: 'submitProject', may: STAFF },
    // Nobody reviews a project of their own school.
    { resource: 'projects, reviewed', operations: 'reviewProject', may: [...COUNTY, ...LEADERS, ...OTHER_LEADERS], only: [...COUNTY, ...OTHER_LEADERS] },
    { resource: 'projects, who works on them', operations: 'reportProjectMilestone submitProjectOutcome', may: ['teacher', 'colleague'] },
    { resource: 'project, its reviewers and who works on it', operations: 'project', may: [...COUNTY, ...LEADERS, ...OTHER_LEADERS, 'teacher', 'colleague'] },
    { resource: 'projects of a school', operations: 'listProjects', may: [...COUNTY, ...LEADERS] },
    { resource: 'projects, calls and numbers', operations: 'listProjectCalls projectBoard', may: STAFF },
    { resource: 'activity of a school', operations: 'scheduleActivity holdActivity cancelActivity', may: [...COUNTY, ...LEADERS] },
    { resource: 'activities of the county', operations: 'cascadeActivity createActivitySeries', may: COUNTY },
    { resource: 'activities', operations: 'listActivities activity activityFacets listActivitySeries', may: STAFF },
    { resource: 'campaigns', operations: 'launchCampaign closeCampaign acceptCampaignResult', may: COUNTY },
    { resource: 'campaigns', operations: 'listCampaigns campaign', may: STAFF },
    { resource: 'campaigns, a school\'s part', operations: 'enrollSchoolInCampaign listCampaignParticipations campaignParticipation', may: [...COUNTY, ...LEADERS] },
    { resource: 'campaigns, what a school shows', operations: 'submitCampaignEvidence', may: LEADERS },
    { resource: 'competitions', operations: 'openCompetition appointJudge announceResults', may: COUNTY },
    { resource: 'competitions, competing', operations: 'submitEntry', may: STAFF },
    // The class teacher's entry: nobody scores one of their own school.
    { resource: 'competitions, their judges', operations: 'scoreEntry', may: ['head', 'second_principal'], only: ['second_principal'] },
    { resource: 'competitions, what is to be scored', operations: 'listCompetitionEntries', may: [...COUNTY, 'head', 'second_principal'] },
    { resource: 'competitions', operations: 'listCompetitions competition competitionResults', may: STAFF },
    { resource: 'competitions, results of a school', operations: 'listResultsOf', may: [...COUNTY, ...LEADERS] },
    { resource: 'consultation of a school', operations: 'holdCaseConsultation listCaseConsultations', may: [...COUNTY, ...LEADERS] },
    { resource: 'consultation, who was there or recorded it', operations: 'recordConsultationOpinion', may: ['teacher', 'middle', 'principal'], only: ['teacher', 'middle'] },
    { resource: 'consultation', operations: 'caseConsultation', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'competencies', operations: 'publishCompetencyModel promoteCompetencyLevel', may: COUNTY },
    { resource: 'competencies', operations: 'competencyModel competencyDistribution', may: STAFF },
    { resource: 'competency of a person', operations: 'assessCompetencyLevel', may: [...COUNTY, ...LEADERS] },
    { resource: 'one\'s own competency', operations: 'competencyProfile', may: [...COUNTY, ...LEADERS, 'teacher'] },
    { resource: 'workshop of a district', operations: 'openSelection selectParticipant closeSelection', may: COUNTY },
    { resource: 'workshop of a district', operations: 'listWorkshopSelections workshopSelection', may: STAFF },
    { resource: 'stages of schools', operations: 'advanceMaturity', may: COUNTY },
    { resource: 'stages of schools', operations: 'listMaturity', may: STAFF },
  ],
};
