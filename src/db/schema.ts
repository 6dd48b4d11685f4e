import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import type { AuditTables } from "./schema/audit.ts";
import type { ColleaguesTables } from "./schema/colleagues.ts";
import type { ConcernsTables } from "./schema/concerns.ts";
import type { ContactsTables } from "./schema/contacts.ts";
import type { ConversationsTables } from "./schema/conversations.ts";
import type { CopiesTables } from "./schema/copies.ts";
import type { DirectoryTables } from "./schema/directory.ts";
import type { KeysTables } from "./schema/keys.ts";
import type { LinesTables } from "./schema/lines.ts";
import type { MailTables } from "./schema/mail.ts";
import type { SafetyTables } from "./schema/safety.ts";
import type { SettingsTables } from "./schema/settings.ts";
import type { ShiftTables } from "./schema/shift.ts";
import type { StaffTables } from "./schema/staff.ts";
import type { WaitingTables } from "./schema/waiting.ts";

/** The tables of the data file, as migrations/*.sql make them. Times are ms UTC. */
export interface Tables
  extends AuditTables,
    ColleaguesTables,
    ConcernsTables,
    ContactsTables,
    ConversationsTables,
    CopiesTables,
    DirectoryTables,
    LinesTables,
    MailTables,
    SafetyTables,
    SettingsTables,
    ShiftTables,
    StaffTables,
    WaitingTables {}

function builder<T>(): Kysely<T> {
  return new Kysely<T>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

export const q = builder<Tables>();

export const k = builder<KeysTables>();
