/** The little of oidc-provider that the issuer uses; the package has no types of its own. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  interface Context {
    body: unknown;
    oidc: { client: object; params: Record<string, string | undefined>; entity(name: string, value: object): void };
  }
  interface AccessToken {
    expiration: number;
    tokenType: string;
    save(): Promise<string>;
  }
  export class Provider {
    constructor(issuer: string, configuration: object);
    AccessToken: new (properties: object) => AccessToken;
    ResourceServer: new (identifier: string, info: object) => object;
    registerGrantType(name: string, handler: (context: Context) => Promise<void>, parameters: string[]): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    on(event: string, listener: (context: Context, error: Error) => void): this;
  }
  export const errors: { CustomOIDCProviderError: new (code: string, description: string) => Error };
}
