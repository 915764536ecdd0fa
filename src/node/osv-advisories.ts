import type { PackageVersion } from '../model/advisory.ts';
import type { Advisories, AdvisoryAnswer } from '../ports/advisories.ts';

/** Where OSV answers everybody: https://google.github.io/osv.dev/api/. */
const publicAddress = 'https://api.osv.dev';

/** OSV's database, at the address that `OSV_API` names; where that is empty nobody is asked. */
export class OsvAdvisories implements Advisories {
  readonly #address: string;

  constructor(address = process.env['OSV_API'] ?? publicAddress) {
    this.#address = address.replace(/\/+$/, '');
  }

  get isElsewhere(): boolean {
    return (
      this.#address !== '' && !/^https?:\/\/(?:127(?:\.\d+){3}|localhost|\[::1\])(?::\d+)?(?:\/|$)/i.test(this.#address)
    );
  }

  async affecting(versions: readonly PackageVersion[], signal: AbortSignal): Promise<AdvisoryAnswer> {
    if (this.#address === '') return { ok: false, reason: 'off', message: 'OSV_API is empty' };
    const { askOsv } = await import('./lazy/osv-client.ts');
    return askOsv(this.#address, versions, signal);
  }
}
