import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './language';
import { PROBLEM_JSON, problemOf, type Refusals } from './problem';

/** Told of every error that was answered; 5xx with its cause. */
export type Answered = (status: number, code: string, request: FastifyRequest, error: unknown) => void;

/** Every error of a request, Nest's or Fastify's, becomes a problem document here. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly refusals: Refusals, private readonly answered: Answered) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    const health = healthOf(error);
    if (health) return void reply.code(health.status).send(health.body);
    const language = languageOf(request.headers['accept-language']);
    const { problem, headers } = problemOf(error, language, this.refusals, request.id);
    this.answered(problem.status, problem.code, request, error);
    void reply.code(problem.status).headers(headers).header('Content-Language', language).type(PROBLEM_JSON).send(JSON.stringify(problem));
  }
}

/** A failed health check is no error: it is the answer, in the shape that health checks have. */
const healthOf = (error: unknown): { status: number; body: object } | undefined => {
  if (!(error instanceof HttpException)) return undefined;
  const body = error.getResponse();
  return typeof body === 'object' && 'details' in body && 'status' in body ? { status: error.getStatus(), body } : undefined;
};
