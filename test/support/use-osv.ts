import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';

/**
 * To be called in a `describe`, behind `useHermeticProcess`: a database of advisories that knows the usual ones, which engines
 * of its tests ask.
 */
export function useOsv(): Osv {
  const osv = {} as Osv;
  let saved: string | undefined;
  before(async () => {
    Object.assign(osv, await startOsv({ records: fixtureOsvRecords }));
    saved = process.env['OSV_API'];
    process.env['OSV_API'] = osv.url;
  });
  afterEach(() => {
    osv.setFault();
    osv.setRecords(fixtureOsvRecords);
  });
  after(() => {
    if (saved === undefined) delete process.env['OSV_API'];
    else process.env['OSV_API'] = saved;
    return osv.stop();
  });
  return osv;
}
