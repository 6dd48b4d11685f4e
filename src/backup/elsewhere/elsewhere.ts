/** What a file was that lies elsewhere, or lay there: its SHA-256 (64 hex digits) and size. */
export interface Proof {
  sha256: string;
  bytes: number;
}

export interface Lying {
  name: string;
  bytes: number;
}

/** A place of copies that is not this machine; files there have the names they have in a folder. */
export interface Elsewhere {
  kind: "store" | "second machine";
  list(): Promise<Lying[]>;
  put(name: string, file: string, proof: Proof): Promise<void>;
  /** Reads a file back, into a new one unless `to` is null. Returns what came; null = it is not there. */
  get(name: string, to: string | null): Promise<Proof | null>;
  remove(name: string): Promise<void>;
}
