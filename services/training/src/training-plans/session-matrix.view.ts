import { Controller, Get, Param } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Stage, stages, type TrainingTier, trainingTiers, type Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, Reads, type Rows } from '@homeroom/platform';
import { type TrainingSessionRow, trainingSessions } from '../training-sessions/training-sessions.view';
import { anyStaff } from '../who-may.model';
import { type MatrixCell, sessionMatrix, tierTotals } from './session-matrix.model';
import { type TrainingPlanRow, trainingPlans } from './training-plans.view';

export class SessionMatrixCell implements MatrixCell {
  @ApiProperty({ enum: trainingTiers, description: 'The tier.' }) tier!: TrainingTier;
  @ApiProperty({ type: String, nullable: true, description: 'The region; null: any, or none in particular.' }) regionCode!: string | null;
  @ApiProperty({ type: String, enum: [...stages, null], nullable: true, description: 'The stage; null: any, or none in particular.' }) stage!: Stage | null;
  @ApiProperty({ type: 'integer', description: 'So many were to be held; 0 where no target says so.' }) target!: number;
  @ApiProperty({ type: 'integer', description: 'So many are or were to be held and not cancelled.' }) scheduled!: number;
  @ApiProperty({ type: 'integer', description: 'So many were held.' }) completed!: number;
}

/** Region × stage × tier of a plan, against its targets. */
export class SessionMatrix {
  @ApiProperty({ type: String, format: 'uuid', description: 'The plan.' }) planId!: Uuid;
  @ApiProperty({ type: Object, description: 'By tier: `{ target, completed }`, such as 16 of 16 sessions of the county.' }) tiers!: object;
  @ApiProperty({ type: [SessionMatrixCell], description: 'By tier, region and stage.' }) cells!: MatrixCell[];
}

@Controller('v1/training-plans')
export class SessionMatrixQueries {
  constructor(@InjectRows(trainingPlans) private readonly plans: Rows<TrainingPlanRow>, @InjectRows(trainingSessions) private readonly sessions: Rows<TrainingSessionRow>) {}

  @Get(':planId/matrix')
  @Reads(SessionMatrix, { may: anyStaff, summary: 'Sessions under a plan by region, stage and tier, against its targets', of: [trainingPlans, trainingSessions] })
  async sessionMatrix(@Asks() asks: Asks, @Param('planId') planId: string): Promise<SessionMatrix> {
    const [{ targets }, sessions] = [await this.plans.one(asks, planId), await this.sessions.find(asks, { planId })];
    return { planId, tiers: tierTotals(targets, sessions), cells: sessionMatrix(targets, sessions) };
  }
}
