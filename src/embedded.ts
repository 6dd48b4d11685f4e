interface Embedded {
  texts: Record<string, string>;
  /** Base64, by address and encoding. */
  compressed: Record<string, { br: string; gzip: string }>;
  /** The path of SQLite's addon, readable but not where the system could load it from. */
  addon: string;
}

/** null when Porchlight runs from its folder; `bin/build.mjs` replaces this file. */
export const embedded: Embedded | null = null as Embedded | null;
