import { createHmac } from "node:crypto";
import type { MasterKey } from "#src/crypto/keys/master-key.ts";
import { formerData, formerKeys } from "#src/db/adoption/former.ts";
import type { OpenFiles } from "#src/db/files.ts";
import { dataMigrations, keyMigrations, migrate } from "#src/db/migrations.ts";
import { emptyFiles } from "#tests/support/run/empty-files.ts";

/** An entry from before the trail told times to the quarter of an hour. */
interface OldEntry {
  at: number;
  actor: string;
  action: string;
  object: string;
  before?: string;
  after?: string;
}

/** A trail of the version before: its last entry, and each full code, by id. */
export interface OldTrail {
  files: OpenFiles;
  codes: Map<number, Buffer>;
  end: number;
}

const nothing = Buffer.alloc(32);
const hmac = (master: MasterKey, ...pieces: (Uint8Array | string)[]) => {
  const code = createHmac("sha256", master.audit);
  for (const piece of pieces) code.update(piece);
  return code.digest();
};

/** Returns an entry's code as that version made it, without a line of its program. */
function oldCode(master: MasterKey, before: Uint8Array, id: number, row: OldEntry, chainedAt: number | null = null) {
  const { at, actor, action, object, before: was = null, after = null } = row;
  return hmac(master, before, JSON.stringify([id, at, actor, action, object, was, after, chainedAt]));
}

/** Returns that version's data with these entries; the first ones, up to `gone`, were deleted after their time. */
export function oldTrail(master: MasterKey, entries: OldEntry[], { gone = 0, at = 1 } = {}): OldTrail {
  const { data, keys } = emptyFiles(at);
  for (const [file, former] of [
    [data, formerData],
    [keys, formerKeys],
  ] as const) {
    file.exec("DELETE FROM migration");
    // What came with later migrations, which an upgrade brings.
    file.exec(
      `DROP TABLE IF EXISTS second_machine; DROP TABLE IF EXISTS ticked_reasons; DROP TABLE IF EXISTS sheet_proof;
       DROP TABLE IF EXISTS handover_draft; DROP TABLE IF EXISTS import_piece; DROP TABLE IF EXISTS import_mapping;
       DROP TABLE IF EXISTS practice_wrap; DROP TABLE IF EXISTS practice; DROP TABLE IF EXISTS scenario;
       DROP TABLE IF EXISTS goal; DROP TABLE IF EXISTS clearance; DROP TABLE IF EXISTS sign_off;
       DROP TABLE IF EXISTS scenario_draft`,
    );
    if (file === data) {
      file.exec(`DROP TABLE staff_signals;
        ALTER TABLE staff DROP COLUMN stage;
        ALTER TABLE staff DROP COLUMN stage_since;
        ALTER TABLE staff DROP COLUMN sign_off_due_at;
        ALTER TABLE staff DROP COLUMN buddy_id;
        ALTER TABLE import_run DROP COLUMN asked;
        ALTER TABLE import_run DROP COLUMN outlook;
        ALTER TABLE emergency DROP COLUMN caller_id;
        ALTER TABLE emergency DROP COLUMN calling_at;
        ALTER TABLE conversation DROP COLUMN risk_over_at;
        ALTER TABLE conversation DROP COLUMN risk_over_by;
        ALTER TABLE conversation DROP COLUMN risk_over_why`);
    }
    for (const row of former) file.prepare("INSERT INTO migration VALUES (?, ?, ?)").run(...row, at);
  }
  keys.prepare("INSERT INTO master_key (id, fingerprint, created_at) VALUES (1, ?, ?)").run(master.fingerprint, at);
  const write = data.prepare(
    `INSERT INTO audit (id, quarter, exact_at, actor, action, object, before, after, mac)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const codes = new Map<number, Buffer>();
  let last: Buffer = nothing;
  for (const [index, row] of entries.entries()) {
    const id = index + 1;
    last = oldCode(master, last, id, row);
    codes.set(id, last);
    if (id > gone) {
      write.run(
        id,
        row.at - (row.at % 900_000),
        row.at,
        row.actor,
        row.action,
        row.object,
        row.before ?? null,
        row.after ?? null,
        last,
      );
    }
  }
  if (gone > 0) {
    const mac = codes.get(gone)!;
    const seal = hmac(master, `gone|1|${gone}|`, nothing, mac);
    data.prepare("INSERT INTO audit_gone VALUES (1, ?, ?, ?, 1, ?)").run(gone, nothing, mac, seal);
  }
  const end = entries.length;
  const seal = hmac(master, `chain|1|${at}|1|${end}|`, nothing, last);
  keys.prepare("INSERT INTO audit_chain VALUES (1, 1, ?, 1, ?, ?, ?, ?)").run(at, nothing, end, last, seal);
  return { files: { data, keys }, codes, end };
}

/** Upgrades open files. */
export function upgraded({ data, keys }: OpenFiles, at: number): OpenFiles {
  migrate(data, dataMigrations, at);
  migrate(keys, keyMigrations, at);
  return { data, keys };
}

const day = 24 * 3_600_000;

/** Returns forty entries over the last 400 days, the newest a day ago. */
export function oldEntries(now: number): OldEntry[] {
  const acts: [string, string, string?][] = [
    ["conversation.started", "conversation:7"],
    ["conversation.claimed", "conversation:7"],
    ["hold.set", "conversation:7", JSON.stringify({ reason: "danger", until: now + 20 * day })],
    ["settings.changed", "settings:keeping", '{"retentionDays":30}'],
    ["staff.signed_in", "staff:1"],
  ];
  return Array.from({ length: 40 }, (_, n) => {
    const [action, object, after] = acts[n % acts.length]!;
    const ago = n < 20 ? (400 - n * 19) * day : (40 - n) * 1.3 * day;
    const at = now - Math.round(ago) - 60_000 - n * 7_919;
    return { at, actor: "staff:1", action, object, ...(after ? { after } : {}) };
  });
}
