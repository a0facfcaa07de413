import { errors, jwtVerify, SignJWT } from 'jose';
import * as v from 'valibot';
import { Uuid } from '../../protocol/uuid.ts';
import type { VisitorTokens } from '../ports/visitor-tokens.ts';

const issuer = 'paynless-chat';
const audience = 'paynless-visitor';

/** Longer than browsers keep a cookie: a visitor who comes back within a year meets their own conversation. */
const lifetime = '400 days';

/** Ours are far shorter: what is longer is not worth hashing. In characters. */
const tokenCharactersMax = 1_024;

/**
 * Visitor tokens as JWTs, signed HS256 with a secret of this deployment: no visitor can make up another identity, and
 * none is stored anywhere. Algorithm, issuer and audience are pinned, so no other token of ours passes for one.
 */
export function createJoseVisitorTokens(secret: string): VisitorTokens {
  const key = new TextEncoder().encode(secret);
  return {
    async mint() {
      const visitorId = crypto.randomUUID();
      const jwt = new SignJWT().setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setSubject(visitorId);
      const token = await jwt
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(lifetime)
        .sign(key);
      return { visitorId, token };
    },
    async verify(token) {
      if (token.length > tokenCharactersMax) return null;
      try {
        const options = { algorithms: ['HS256'], issuer, audience, requiredClaims: ['exp', 'sub'] };
        const { payload } = await jwtVerify(token, key, options);
        const subject = v.safeParse(Uuid, payload.sub);
        return subject.success ? subject.output : null;
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
