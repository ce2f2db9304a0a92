export { evaluation } from './evaluation.module';
export { verifyScoreEvidence } from './scores/score-evidence.proof';
