import { localClient, localGrant } from './accounts';

/** Claims of a person for whom a token is asked. */
export interface Subject {
  /** UUID; becomes `sub`. */
  personId: string;
  county: string;
  /** Staff roles; relations to classes and schools are in the views. */
  roles: string[];
}

/** Of the local issuer: its address and the content of the local secret file. */
export interface IssuerAccess {
  url: string;
  secret: string;
}

/** A bearer token for a demo account. Throws a sentence, for an unknown account with a list of those there are. */
export async function tokenFor({ url, secret }: IssuerAccess, account: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: localGrant, client_id: localClient, client_secret: secret, account });
  const answer = (await (await fetch(`${url}/token`, { method: 'POST', body })).json()) as { access_token?: string; error_description?: string; error?: string };
  if (!answer.access_token) throw new Error(answer.error_description ?? answer.error);
  return answer.access_token;
}

/** Bearer tokens for many people at once, in their order, good for an hour. */
export async function tokensFor({ url, secret }: IssuerAccess, subjects: readonly Subject[]): Promise<string[]> {
  const response = await fetch(`${url}/local/tokens`, {
    method: 'POST', headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ subjects }),
  });
  const answer = (await response.json()) as { tokens?: string[]; error?: string };
  if (!answer.tokens) throw new Error(answer.error);
  return answer.tokens;
}
