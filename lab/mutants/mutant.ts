/** What a planted bug is about. */
export type Group =
  | "authorization"
  | "sockets and sessions"
  | "queue and capacity"
  | "silence"
  | "erasure and sealing"
  | "callback and mail"
  | "hours"
  | "escaping and headers"
  | "limits"
  | "migrations";

/** How many bugs of each group there are. */
export const spread: Record<Group, number> = {
  authorization: 25,
  "sockets and sessions": 18,
  "queue and capacity": 15,
  silence: 8,
  "erasure and sealing": 19,
  "callback and mail": 10,
  hours: 10,
  "escaping and headers": 10,
  limits: 9,
  migrations: 5,
};

/** One bug that a hurried colleague could make. It is named by what it lies in and not by a file, so that a file can be renamed or moved. */
export interface Planted {
  /** A short name in plain English: `--only` takes it. */
  id: string;
  /** What goes wrong for a person, in one sentence. */
  wrong: string;
  /** The exported function, constant or class that it lies in; of a migration “table” and the name of one that its file makes. */
  symbol: string;
  /** The name of what it lies in where that is not exported itself: `symbol` is then exported by the same file. */
  helper?: string;
  /** The text as it stands there, once. */
  from: string;
  /** What takes its place. */
  to: string;
}

/** The same with the group whose list it stands in. */
export interface Mutant extends Planted {
  group: Group;
}
