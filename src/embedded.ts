/** What the build puts inside the one file. */
export interface Embedded {
  /** The text of each file of the project, by its path from the top. */
  texts: Record<string, string>;
  /** Each static file compressed, by its address and encoding, as base64. */
  compressed: Record<string, { br: string; gzip: string }>;
  /** The path of SQLite's addon, readable but not where the system could load it from. */
  addon: string;
}

/** null where Porchlight runs from its folder; `bin/build.mjs` puts another text in the place of this file. */
export const embedded: Embedded | null = null as Embedded | null;
