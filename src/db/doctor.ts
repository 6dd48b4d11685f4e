import { join } from "node:path";
import type Database from "#sqlite";
import type { Keyring } from "#src/crypto/keys/keyring.ts";
import { MigrationError } from "./adoption/adopt.ts";
import { openReadOnly } from "./connection.ts";
import { openMemory } from "./files.ts";
import { dataMigrations, keyMigrations, outstanding } from "./migrations.ts";
import type { Reader } from "./query.ts";
import { writer } from "./query.ts";
import { sqliteCode } from "./sqlite-errors.ts";

interface Damage {
  file: "porchlight.db" | "keys.db";
  table: string;
  what: string;
}

interface Named {
  name: string;
  tbl_name: string;
  rootpage: number;
  type: string;
  sql: string | null;
}

export interface DoctorFindings {
  damages: Damage[];
  sawWords: boolean;
  /** How many rows could be read in both files. */
  rows: number;
  /** How many chats were read word by word. */
  chats: number;
}

/** Returns what is damaged in a data folder, and whether words could be checked, which takes the master key. */
export function lookOver(dataDir: string, keyring: (keys: Reader) => Keyring): DoctorFindings {
  const files = (["porchlight.db", "keys.db"] as const).map((file) => ({ file, ...opened(join(dataDir, file)) }));
  try {
    const keys = files[1]!.connection;
    const words = openWords(keys && (() => keyring(writer(keys))));
    let rows = 0;
    // Each row is read once, and its words with it: most of a file is words.
    const see = (file: Damage["file"], table: string, row: unknown) => {
      rows += 1;
      if (file === "porchlight.db" && table === "message") words.see(row as Words);
    };
    const damages = files.flatMap(({ file, connection, why }): Damage[] =>
      connection
        ? damagesIn(connection, file, (table, row) => see(file, table, row))
        : [{ file, table: "", what: why }],
    );
    const { sawWords, chats, changed } = words.seen();
    for (const id of changed)
      damages.push({ file: "porchlight.db", table: "message", what: `chat ${id}: words were changed` });
    return { damages, sawWords, rows, chats };
  } finally {
    for (const { connection } of files) connection?.close();
  }
}

interface Words {
  conversation_id: number;
  seq: number;
  author: string;
  body: Uint8Array;
}

const unseen: { sawWords: boolean; chats: number; changed: number[] } = { sawWords: false, chats: 0, changed: [] };

/** Opens the words of all chats whose key is at hand, as they are read; `open` is null if there is no file of keys. */
function openWords(open: (() => Keyring) | null): { see(words: Words): void; seen(): typeof unseen } {
  try {
    const keyring = open?.();
    if (keyring?.state() !== "ready") return { see: () => {}, seen: () => unseen };
    const live = new Set(keyring.live());
    const changed = new Set<number>();
    let isBroken = false;
    const isChanged = ({ conversation_id: conversationId, seq, author, body }: Words) =>
      keyring.open({ table: "message", conversationId, number: seq, author }, body) === null;
    return {
      see: (words) => {
        if (isBroken || !live.has(words.conversation_id) || changed.has(words.conversation_id)) return;
        try {
          if (isChanged(words)) changed.add(words.conversation_id);
        } catch {
          isBroken = true;
        }
      },
      seen: () => (isBroken ? unseen : { sawWords: true, chats: live.size, changed: [...changed] }),
    };
  } catch {
    return { see: () => {}, seen: () => unseen };
  }
}

function opened(file: string): { connection: Database.Database | null; why: string } {
  try {
    return { connection: openReadOnly(file), why: "" };
  } catch (error) {
    return { connection: null, why: sqliteCode(error) || "it cannot be opened" };
  }
}

function damagesIn(
  connection: Database.Database,
  file: Damage["file"],
  see: (table: string, row: unknown) => void,
): Damage[] {
  const found: Damage[] = [];
  const note = (table: string, what: string) => {
    if (!found.some((one) => one.table === table && one.what === what)) found.push({ file, table, what });
  };
  let schema: Named[];
  try {
    schema = schemaOf(connection);
  } catch (error) {
    return [{ file, table: "", what: saysSqlite(error) }];
  }
  for (const { name } of schema.filter((one) => one.type === "table" && one.rootpage > 0)) {
    try {
      for (const row of connection.prepare(`SELECT * FROM "${name.replaceAll('"', '""')}" NOT INDEXED`).iterate())
        see(name, row);
    } catch (error) {
      note(name, saysSqlite(error));
    }
  }
  try {
    for (const text of connection.prepare("PRAGMA integrity_check(50)").pluck().all().map(String)) {
      if (text !== "ok") for (const line of text.split("\n")) note(tableOf(line, schema), line.trim());
    }
  } catch (error) {
    note("", saysSqlite(error));
  }
  try {
    const todo = outstanding(connection, file === "keys.db" ? keyMigrations : dataMigrations);
    const others = todo.length === 0 ? otherLayouts(schema, file) : [];
    for (const table of others) note(table, "its layout is not the one that Porchlight gave it");
  } catch (error) {
    note("migration", error instanceof MigrationError ? error.message : saysSqlite(error));
  }
  return found.filter((one) => one.table !== "" || found.every(({ table }) => table === ""));
}

function otherLayouts(schema: Named[], file: Damage["file"]): string[] {
  const fresh = openMemory(0);
  try {
    const wanted = schemaOf(file === "keys.db" ? fresh.keys : fresh.data);
    const layouts = new Map(schema.map(({ name, sql }) => [name, layoutOf(sql)]));
    const ours = wanted.filter(({ name, sql }) => layouts.get(name) !== layoutOf(sql));
    return [...new Set(ours.map((one) => one.tbl_name))];
  } finally {
    fresh.data.close();
    fresh.keys.close();
  }
}

/** Returns the layout of a table or an index (its `sql`) without comments, white space and quotes of names. */
export function layoutOf(sql: string | null): string {
  const pieces = sql?.match(/'(?:[^']|'')*'|--[^\n]*|"\w+"|\w+|[^\s\w]/g) ?? [];
  return pieces
    .filter((piece) => !piece.startsWith("--"))
    .map((piece) => (piece.startsWith('"') ? piece.slice(1, -1) : piece))
    .join(" ");
}

function schemaOf(connection: Database.Database): Named[] {
  return connection.prepare("SELECT name, tbl_name, rootpage, type, sql FROM sqlite_schema").all() as Named[];
}

function tableOf(line: string, schema: Named[]): string {
  const root = /\b[Tt]ree (\d+)\b/.exec(line)?.[1];
  const named =
    /\bindex (\S+)$/.exec(line)?.[1] ?? / in (?:table )?(\w+)/.exec(line)?.[1] ?? /(\w+)\.\w+$/.exec(line)?.[1];
  const one = schema.find(({ name, rootpage }) => (root === undefined ? name === named : rootpage === Number(root)));
  return one?.tbl_name ?? "";
}

function saysSqlite(error: unknown): string {
  return sqliteCode(error) || "it cannot be read";
}
