/** A private registry from which a project has had packages. It has none of the well-known ones: else it may be a mirror of npm's. */
export interface PrivateHost {
  /** With its port. */
  readonly host: string;
  /** Names of packages that the project's configuration had from there. */
  readonly names: readonly string[];
}
