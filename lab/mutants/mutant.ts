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

/** Number of bugs in each group. */
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

/** A bug that a hurried colleague could make, named by its declaration and not by a file, which may be renamed or moved. */
export interface Planted {
  id: string;
  wrong: string;
  /** Exported function, constant or class it lies in; for a migration “table” and a table it creates. */
  symbol: string;
  /** Name of its own declaration, if only `symbol` of the same file is exported. */
  helper?: string;
  /** The text there, which occurs once. */
  from: string;
  to: string;
}

/** With the group whose list it stands in. */
export interface Mutant extends Planted {
  group: Group;
}
