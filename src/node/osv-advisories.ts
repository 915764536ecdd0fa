import type { PackageVersion } from '../model/advisory.ts';
import type { Advisories, AdvisoryAnswer } from '../ports/advisories.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstalledNpm } from './lazy/npm-client.ts';
import { isElsewhere, serviceAddress } from './service-address.ts';
import { systemClock } from './system-clock.ts';

/** Where OSV answers everybody: https://google.github.io/osv.dev/api/. */
const publicAddress = 'https://api.osv.dev';

/**
 * OSV's database, at the address that `OSV_API` names; where that is empty nobody is asked. It is reached as a registry is:
 * by the proxy and with the certificates that the user's own npm configuration names.
 */
export class OsvAdvisories implements Advisories {
  readonly #address: string;
  readonly #npm: () => Promise<InstalledNpm | undefined>;
  readonly #clock: Pick<Clock, 'now'>;

  /** `npm`: the one whose settings for all users of the machine count. */
  constructor(
    address = process.env['OSV_API'] ?? publicAddress,
    npm: () => Promise<InstalledNpm | undefined> = async () => undefined,
    clock: Pick<Clock, 'now'> = systemClock,
  ) {
    this.#address = serviceAddress(address);
    this.#npm = npm;
    this.#clock = clock;
  }

  get isElsewhere(): boolean {
    return isElsewhere(this.#address);
  }

  async affecting(versions: readonly PackageVersion[], signal: AbortSignal): Promise<AdvisoryAnswer> {
    if (this.#address === '') return { ok: false, reason: 'off', message: 'OSV_API is empty', remembered: [] };
    const [{ askOsv }, { fetchText, readNetwork }] = await Promise.all([
      import('./lazy/osv-client.ts'),
      import('./lazy/npm-client.ts'),
    ]);
    const network = this.#npm().then(readNetwork);
    const fetch = async (url: string, body: object | undefined, limit: AbortSignal): Promise<string> =>
      fetchText(url, await network, body, limit);
    return askOsv(this.#address, versions, { fetch, checkedAt: this.#clock.now().toISOString() }, signal);
  }
}
