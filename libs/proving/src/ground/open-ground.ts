import type { JourneyStack } from '@homeroom/testing';
import type { CampaignOptions } from '../campaign';
import { Catalogue, Company, type Played } from './player';
import { Names } from './story';
import { startTwoCounties } from './two-counties';
import { wholeStory } from './whole-story';

/** What the campaigns at the edge stand on: the services, everybody, and what has been done so far. */
export interface Ground {
  readonly stack: JourneyStack;
  readonly company: Company;
  readonly played: readonly Played[];
}

/** A ground, and how everything on it is stopped. */
export interface OpenGround extends Ground {
  close(): Promise<void>;
}

/** Starts everything and plays the whole story. */
export const openGround = async ({ seed, say }: Pick<CampaignOptions, 'seed' | 'say'>, changed?: Parameters<Company['play']>[1]): Promise<OpenGround> => {
  const stack = await startTwoCounties();
  const company = new Company(stack, new Catalogue(), new Names(seed));
  const close = async (): Promise<void> => {
    company.exchange.close();
    await stack.stop();
  };
  try {
    await company.renew();
    const played = await company.play(wholeStory(company.names), changed);
    await stack.quiet();
    say(`${stack.services.join(', ')} serve two counties${stack.kafka ? '' : ' without Kafka'}; ${played.length} commands of the story played`);
    return { stack, company, played, close };
  } catch (error) {
    await close();
    throw error;
  }
};

/** A ground for one work, stopped when that is over. */
export const onGround = async <T>(options: Pick<CampaignOptions, 'seed' | 'say'>, work: (ground: Ground) => Promise<T>, changed?: Parameters<Company['play']>[1]): Promise<T> => {
  const ground = await openGround(options, changed);
  try {
    return await work(ground);
  } finally {
    await ground.close();
  }
};
