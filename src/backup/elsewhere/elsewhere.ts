/** What a file was that lies elsewhere, or lay there: its SHA-256 (64 hex digits) and size. */
export interface Proof {
  sha256: string;
  bytes: number;
}

export interface Lying {
  name: string;
  bytes: number;
}
