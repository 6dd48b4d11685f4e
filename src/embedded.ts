/** A file as it is served; compressed in base64. */
interface EmbeddedAsset {
  type: string;
  text: string;
  br: string;
  gzip: string;
}

/** Each text is made when it is first read: a start needs few of them. */
interface Embedded {
  texts: Record<string, string>;
  /** What pages name and carry in themselves (src/http/server/assets.ts), and the files that they name, by address. */
  pages: object;
  served: Record<string, EmbeddedAsset>;
  /** The path of SQLite's addon, readable but not where the system could load it from. */
  addon: string;
}

/** null when Porchlight runs from its folder; `bin/build.mjs` replaces this file. */
export const embedded: Embedded | null = null as Embedded | null;
