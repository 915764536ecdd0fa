const denial =
  /(?:^|[-_/.])(?:(?:not?|non|never|does-?not|doesnt|un)[-_]?(?:available|exist(?:s|ent|ing)?|found|installed|published|real|resolvable)|missing)(?:$|[-_/.])/i;

/** Scopes that are read as folders of the project: nobody of note publishes under them, and many alias them. */
const folderScopes: ReadonlySet<string> = new Set([
  ...['@api', '@app', '@apps', '@assets', '@client', '@common', '@components', '@config', '@configs', '@constants'],
  ...['@containers', '@context', '@contexts', '@core', '@data', '@db', '@domain', '@entities', '@features', '@helpers'],
  ...['@hooks', '@i18n', '@icons', '@images', '@interfaces', '@internal', '@layout', '@layouts', '@lib', '@libs'],
  ...['@locales', '@main', '@middleware', '@mocks', '@models', '@modules', '@pages', '@public', '@renderer', '@root'],
  ...['@routes', '@scripts', '@server', '@services', '@shared', '@source', '@src', '@static', '@store', '@stores'],
  ...['@styles', '@templates', '@test', '@tests', '@ui', '@util', '@utils', '@views', '@widgets'],
]);

/**
 * A name that hardly is a package's: it says of itself that there is none, as tests like it (`library-that-is-not-installed`),
 * or it is a folder's (`@components/button`).
 */
export function isDoubted(name: string): boolean {
  return denial.test(name) || folderScopes.has(name.slice(0, Math.max(0, name.indexOf('/'))));
}
