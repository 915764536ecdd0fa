import { fixtureOsvRecords } from '../registry/fixtures.ts';
import { startOsv, type Osv } from '../registry/osv.ts';

let current: Osv | undefined;

/** The one that the tests of this moment ask; undefined: nobody answers them. */
export function currentOsv(): Osv | undefined {
  return current;
}

/**
 * To be called in a `describe`, behind `useHermeticProcess`: a database of advisories that knows the usual ones, which engines
 * and command lines of its tests ask.
 */
export function useOsv(): Osv {
  const osv = {} as Osv;
  let saved: string | undefined;
  before(async () => {
    Object.assign(osv, await startOsv({ records: fixtureOsvRecords }));
    current = osv;
    saved = process.env['OSV_API'];
    process.env['OSV_API'] = osv.url;
  });
  afterEach(() => {
    osv.setFault();
    osv.setRecords(fixtureOsvRecords);
  });
  after(() => {
    current = undefined;
    if (saved === undefined) delete process.env['OSV_API'];
    else process.env['OSV_API'] = saved;
    return osv.stop();
  });
  return osv;
}
