import { noteAsked } from "#src/backup/asked.ts";
import { secondsOf } from "#src/backup/drill.ts";
import { keptUntil } from "#src/backup/kept-until.ts";
import { type BackupProgress, copyProof, drillSteps } from "#src/backup/making.ts";
import { isSameDisk, machineName } from "#src/backup/where.ts";
import { minuteMs } from "#src/clock.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { ownOrigin } from "#src/http/server/guards.ts";
import { page } from "#src/http/server/page.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { dayOf, howLong } from "#src/i18n/when.ts";
import { copyDays } from "#src/settings/rules/facts.ts";
import { settings } from "#src/settings/settings.ts";
import { askedWords, proveSheet } from "#src/staff/keys/recovery-sheet.ts";
import { Backup } from "#views/admin/backup/backup.tsx";
import type { DrillFormProps } from "#views/admin/backup/backup-drill.tsx";
import { BackupNow, type BackupNowProps, type BackupStateProps } from "#views/admin/backup/backup-now.tsx";
import type { LetMachineProps } from "#views/admin/backup/second-machine.tsx";
import { elsewhereNow, machinesNow } from "./backup-elsewhere.tsx";
import {
  newMachineCommands,
  restoreCommands,
  secondsInWords,
  sizeInWords,
  stickCommand,
  whenInWords,
  whyNoCopy,
  whyNoDrill,
} from "./backup-words.ts";

/** A copy of this age is as new as one made now, ms: pressed again, the button must not fill the disk. */
const freshMs = minuteMs;

/** GET /admin/backup: the last copy, what is kept of earlier ones, and how to restore. */
export const backupPage: Handle = (c, helpline) => showBackup(c, helpline);

type Typed = Pick<DrillFormProps, "words" | "error">;

/** What the page shows beside how the copies do: forms as they were sent, and a machine that was just let in. */
interface Shown {
  drill?: Typed;
  made?: LetMachineProps["made"];
  typed?: string;
  wrong?: string;
  status?: 200 | 409 | 422 | 429;
}

/** Returns the page of the copies. */
export function showBackup(c: C, helpline: Helpline, shown: Shown = {}): Response {
  const { config, db } = helpline;
  const frame = staffFrame(c, helpline);
  const { drill = { words: ["", ""], error: null }, made = null, typed = "", wrong, status = 200 } = shown;
  const { machines } = machinesNow(frame.t, helpline);
  return page(
    c,
    <Backup
      frame={frame}
      now={backupNow(c, helpline)}
      drill={drillForm(c, helpline, drill)}
      machine={{ t: frame.t, machines, made, typed, error: wrong }}
      folder={config.backupDir}
      stick={stickCommand(config)}
      onOtherDisk={isSameDisk(config) === false}
      envelope={{
        name: settings(db).name,
        machine: machineName(),
        address: ownOrigin(c, config),
        data: config.dataDir,
        key: config.masterKeyFile,
        copies: config.backupDir,
        store: helpline.store?.where ?? null,
        commands: restoreCommands(config),
        newMachine: newMachineCommands,
        second:
          machines.length === 0 ? null : new Intl.ListFormat(frame.t.language).format(machines.map(({ name }) => name)),
      }}
    />,
    status,
  );
}

function drillForm(c: C, helpline: Helpline, typed: Typed): DrillFormProps {
  const { clock, db } = helpline;
  const { t } = staffFrame(c, helpline);
  const good = db.keyring.sheets.good();
  const asked = good && {
    sheetId: good.id,
    places: askedWords(good, clock.now()),
    made: dayOf(t, good.madeAt, homeZone(db)),
  };
  return { t, asked, ...typed };
}

/** GET /admin/backup/state: how the copies do, for a page that is open. */
export const backupStatePiece: Handle = (c, helpline) => piece(c, String(<BackupNow {...backupNow(c, helpline)} />));

/** POST /admin/backup: begins a copy; the page then says how far it is, and what came of it. */
export const makeCopy: Handle = async (c, { backups, clock, config, db }) => {
  const last = backups.last();
  const isFresh = last !== null && Math.abs(clock.now() - last.at) < freshMs;
  if (backups.now() !== null || isFresh) return c.redirect("/admin/backup", 303);
  await act(c, db, noteAsked, { folder: config.backupDir });
  // Why it failed stands on the page (`failed`).
  backups.make(config.backupDir).catch(() => {});
  return c.redirect("/admin/backup", 303);
};

/** POST /admin/backup/drill: begins a drill, once two words showed that the sheet which opens copies is at hand. */
export const beginDrill: Handle = async (c, helpline) => {
  const { backups, db, limiter } = helpline;
  const { t } = staffFrame(c, helpline);
  const form = await fields(c);
  const words: Typed["words"] = [form["word-0"] ?? "", form["word-1"] ?? ""];
  const again = (error: string, status: 409 | 422 | 429) =>
    showBackup(c, helpline, { drill: { words, error }, status });
  if (!limiter.take("sheet", c.get("member").id)) return again(t("error.too_fast"), 429);
  if (backups.now() !== null) return again(t("admin.backup.drill.why.running"), 409);
  try {
    // Without a sheet a drill shows no less of the copy.
    if (db.keyring.sheets.good()) await act(c, db, proveSheet, { sheetId: idOf(form.sheet), words });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.code !== "bad_input") throw error;
    return again(t(error.key), 422);
  }
  // Why it failed stands on the page (`drillFailed`).
  backups.drill().catch(() => {});
  return c.redirect("/admin/backup#drill", 303);
};

/** Returns how the copies do in short, as other pages of the admin show it. */
export function backupState(t: Translate, { backups, clock, db }: Helpline): BackupStateProps {
  const last = backups.last();
  return {
    t,
    state: backups.state(),
    isLate: backups.lateSince() !== null,
    age: howLong(t, clock.now() - backups.since()),
    last: last?.opened
      ? {
          when: whenInWords(t, last.at, clock.now(), homeZone(db)),
          rows: last.opened.rows,
          chats: last.opened.chats,
          size: sizeInWords(t, last.opened.bytes),
          opens: last.opened.sealedTo,
        }
      : null,
  };
}

function backupNow(c: C, helpline: Helpline): BackupNowProps {
  const { backups, clock, db } = helpline;
  const { t } = staffFrame(c, helpline);
  const [zone, now, failed, all] = [homeZone(db), backups.now(), backups.failed(), backups.all()];
  return {
    ...backupState(t, helpline),
    running: now && runningNow(now),
    failed: failed && whyNoCopy(t, failed),
    drill: drillState(t, helpline),
    elsewhere: elsewhereNow(t, helpline),
    onlyMaster: db.keyring.sheets.good() === null,
    isUnproved: isUnproved(db),
    keysDays: copyDays,
    kept: all.map((one) => {
      const until = keptUntil(all, one);
      const isOverdue = until.keys !== null && until.keys < clock.now() - keysGoWithinMs;
      return {
        when: t.dateTime(one.at, zone),
        data: one.parts.includes("data") ? dayOf(t, until.data, zone) : null,
        keys: until.keys === null ? null : dayOf(t, until.keys, zone),
        isOpened: one.opened !== null,
        overdue: isOverdue ? `${one.name}.keys.age` : null,
      };
    }),
  };
}

/** While the master key is missing other pages say what to do. */
function isUnproved(db: Helpline["db"]): boolean {
  return db.keyring.sheets.good() !== null && copyProof(db)?.by === "master";
}

function runningNow(now: BackupProgress): BackupNowProps["running"] {
  const percent = now.step === "copying" || now.step === "sealing" ? Math.floor(100 * now.part) : null;
  return "drill" in now ? { isDrill: true, step: now.step, percent } : { isDrill: false, step: now.step, percent };
}

/** Returns how the drills do, in words. */
export function drillState(t: Translate, { backups, db }: Helpline): BackupNowProps["drill"] {
  const [last, failed] = [backups.lastDrill(), backups.drillFailed()];
  const took = last && drillSteps.map((step) => [step, secondsInWords(t, last.seconds[step])]);
  return {
    last: last && {
      day: dayOf(t, last.at, homeZone(db)),
      took: secondsInWords(t, secondsOf(last)),
      steps: Object.fromEntries(took!),
    },
    isDue: backups.isDrillDue(),
    failed: failed && whyNoDrill(t, failed),
  };
}

/** Old copies are looked through every hour (jobs.ts); keys that are still there after two could not be removed, ms. */
const keysGoWithinMs = 120 * minuteMs;
