import { t } from '@vscode/l10n';
import { oneLine } from '../../base/one-line.ts';
import type { Packument, PublishedVersion, SignatureAnswer, SignatureFault } from '../../ports/registry.ts';
import { lastBefore } from '../published.ts';
import type { CheckAnswer, TrustCheck } from './check.ts';
import { hidden } from './hidden.ts';

/** Letters of what a registry or npm's client says. */
const mostQuoted = 200;

/**
 * The registry's own keys vouch for this version and its content, and what proved where the versions before it were built proves
 * it of this one. Whoever steals an account can publish, but not always by the way that the package is published.
 */
export const signatureCheck: TrustCheck = {
  name: 'signature',
  test(input) {
    const { version, registry, signature, now } = input;
    const packument = registry?.ok === true ? registry.packument : undefined;
    const published = packument?.versions.get(version ?? '');
    if (packument === undefined || published === undefined) {
      return answer('unknown', t('Not verified: what the registry signed is not known.'));
    }
    if (signature?.kind === 'invalid') return answer('block', wrong(signature.fault));
    const lost = lostBy(published, packument, now);
    if (lost !== undefined) return answer('ask', lost);
    const found = told(signature);
    return found.result === 'unknown' ? hidden(input, found.reason) : found;
  },
};

/** What a version before it had and it has not. */
function lostBy(published: PublishedVersion, packument: Packument, now: Date): string | undefined {
  const lost = (had: (one: PublishedVersion) => boolean): PublishedVersion | undefined =>
    had(published) ? undefined : lastBefore(packument, published.version, now, had);
  const signed = lost(({ signatures }) => signatures.length > 0);
  if (signed !== undefined) {
    return t('It is not signed, while {0} before it was.', oneLine(signed.version, mostQuoted));
  }
  const attested = lost(({ attestations }) => attestations !== undefined);
  return attested === undefined
    ? undefined
    : t('It does not say where it was built, while {0} before it did.', oneLine(attested.version, mostQuoted));
}

function told(signature: Exclude<SignatureAnswer, { kind: 'invalid' }> | undefined): CheckAnswer {
  switch (signature?.kind) {
    case 'verified':
      return signedBy(signature.provenance);
    case 'unknown-key':
      return answer('ask', t('It is signed with a key that the registry does not publish.'));
    case 'absent':
      return answer('unknown', t('Not verified: the registry has not signed it.'));
    case 'no-keys':
      return answer('unknown', t('Not verified: the registry publishes no keys.'));
    case 'undated':
      return answer('unknown', t('Not verified: its key has expired, and when it was published is not known.'));
    case 'unreachable':
      return answer(
        'unknown',
        t('Not verified: the registry did not tell its keys: {0}', oneLine(signature.message, mostQuoted)),
      );
    case undefined:
      return answer('unknown', t('Not verified: nobody was asked.'));
  }
}

function signedBy(provenance: Extract<SignatureAnswer, { kind: 'verified' }>['provenance']): CheckAnswer {
  switch (provenance.kind) {
    case 'none':
      return answer('allow', t('Signed by the registry.'));
    case 'verified':
      return answer('allow', t('Signed by the registry; where it was built is verified too.'));
    case 'unverified':
      return answer(
        'unknown',
        t(
          'Signed by the registry. It names a provenance that was not verified: {0}',
          oneLine(provenance.message, mostQuoted),
        ),
      );
  }
}

function wrong(fault: SignatureFault): string {
  switch (fault) {
    case 'other-content':
      return t('Its signature is wrong: it is not of this version and its content.');
    case 'malformed':
      return t('Its signature is wrong: it has not the form of one.');
    case 'expired-key':
      return t('Its signature is wrong: the key was no longer good when it was published.');
    case 'provenance':
      return t('What it says about where it was built is wrong.');
  }
}

function answer(result: CheckAnswer['result'], reason: string): CheckAnswer {
  return { result, reason, source: 'registry' };
}
