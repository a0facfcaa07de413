import { base64url } from 'jose';
import * as v from 'valibot';
import { Session } from '../../protocol/session-hand-off.ts';
import type { CodeBinding, SessionSeal } from '../ports/session-seal.ts';

/** Bytes of a code: as many as its key has. */
const codeBytes = 32;

/** Bytes of the nonce, which goes before the ciphertext (NIST SP 800-38D, section 8.2.2). */
const nonceBytes = 12;

/** Keeps these keys apart from whatever else may be derived from the same secret (RFC 5869, section 3.2). */
const purpose = 'paynless-chat session hand-off v1';

const encoder = new TextEncoder();

const StoredSession = v.pipe(v.string(), v.parseJson(), Session);

/**
 * Seals sessions with AES-256-GCM. The key of each is made of its code, with the deployment's secret as the salt (HKDF, RFC
 * 5869), and kept nowhere: it takes both, and the code is only with whom it is for. What it is bound to is authenticated with
 * it, so that nobody who can write to the database binds a session to another page.
 */
export function createSessionSeal(secret: string): SessionSeal {
  return {
    async seal(session, binding) {
      const code = crypto.getRandomValues(new Uint8Array(codeBytes));
      const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
      const key = await deriveKey(secret, code);
      const plaintext = encoder.encode(JSON.stringify(session));
      const sealed = await crypto.subtle.encrypt(gcm(nonce, binding), key, plaintext);
      return {
        code: base64url.encode(code),
        ciphertext: base64url.encode(new Uint8Array([...nonce, ...new Uint8Array(sealed)])),
      };
    },
    async open(ciphertext, code, binding) {
      const key = await deriveKey(secret, base64url.decode(code));
      try {
        const bytes = base64url.decode(ciphertext);
        const [nonce, sealed] = [bytes.slice(0, nonceBytes), bytes.slice(nonceBytes)];
        const plaintext = await crypto.subtle.decrypt(gcm(nonce, binding), key, sealed);
        return v.parse(StoredSession, new TextDecoder().decode(plaintext));
      } catch {
        // It was tampered with, or sealed under another secret: there is nothing else that could go wrong here.
        return null;
      }
    },
    async challengeOf(codeVerifier) {
      const digest = await crypto.subtle.digest('SHA-256', encoder.encode(codeVerifier));
      return base64url.encode(new Uint8Array(digest));
    },
  };
}

async function deriveKey(secret: string, code: Uint8Array): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', code, 'HKDF', false, ['deriveKey']);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: encoder.encode(secret), info: encoder.encode(purpose) };
  const aes = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(hkdf, material, aes, false, ['encrypt', 'decrypt']);
}

function gcm(iv: Uint8Array, { origin, codeChallenge }: CodeBinding) {
  return { name: 'AES-GCM', iv, additionalData: encoder.encode(JSON.stringify([origin, codeChallenge])) };
}
