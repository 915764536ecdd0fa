import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** What a TLS server shows, signed by an authority that nobody knows. PEM. */
export interface Certificate {
  readonly key: string;
  /** The server's own certificate, then that of the authority. */
  readonly chain: string;
}

/** A certificate for 127.0.0.1 and the authority that signed it: several managers refuse one that signed itself (X.509, RFC 5280). */
export function makeCertificate(): Certificate {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const isAuthority = extension('551d13', sequence(tagged(0x01, Buffer.from([0xff]))));
  // iPAddress 127.0.0.1.
  const address = extension('551d11', sequence(tagged(0x87, Buffer.from([127, 0, 0, 1]))));
  const chain = [
    certify('127.0.0.1', server.publicKey, authority.privateKey, address),
    certify(authorityName, authority.publicKey, authority.privateKey, isAuthority),
  ];
  return { key: String(server.privateKey.export({ type: 'pkcs8', format: 'pem' })), chain: chain.map(toPem).join('') };
}

const authorityName = 'Authority of a test';
const ecdsaWithSha256 = sequence(objectId('2a8648ce3d040302'));
const dayMs = 86_400_000;

function certify(subject: string, key: KeyObject, signer: KeyObject, extensions: Buffer): Buffer {
  const now = Date.now();
  const body = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    nameOf(authorityName),
    sequence(time(now - dayMs), time(now + 30 * dayMs)),
    nameOf(subject),
    key.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(extensions)),
  );
  const signature = sign('sha256', body, signer);
  return sequence(body, ecdsaWithSha256, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
}

/** DER: a tag, the length, the content. */
function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

function objectId(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, 'hex'));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), tagged(0x04, value));
}

function nameOf(common: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(common)))));
}

/** UTCTime, `YYMMDDHHMMSSZ`. */
function time(ms: number): Buffer {
  return tagged(0x17, Buffer.from(`${new Date(ms).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
