import type Database from "#sqlite";
import { hourMs, minuteMs } from "#src/clock.ts";
import { auditAnswer } from "./audit/audit.ts";
import { type OwnTrail, openTrail } from "./audit/chain.ts";
import { noteAsTold } from "./audit/noted.ts";
import { openBackups } from "./backup/backup.ts";
import { nowhere, together } from "./backup/delta/deltas.ts";
import { openCopiesThere } from "./backup/elsewhere/copies-there.ts";
import { machinesAway } from "./backup/standby/machines.ts";
import { openOfferedFiles } from "./backup/standby/offered.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import { openSearches } from "./conversation/messages/searches.ts";
import { openTyping } from "./conversation/messages/typing.ts";
import { openYouthPresence } from "./conversation/presence.ts";
import { acceptMasterKey, openKeyring } from "./crypto/keys/keyring.ts";
import type { MasterKey } from "./crypto/keys/master-key.ts";
import type { BesideMaster } from "./crypto/keys/masters.ts";
import { openOpenedKeys } from "./crypto/keys/opened-keys.ts";
import { type Db, openDb } from "./db/db.ts";
import type { Reader } from "./db/query.ts";
import { k } from "./db/schema.ts";
import { projectFile } from "./files.ts";
import { openOnce } from "./http/frame/flash.ts";
import { openForNow } from "./http/frame/for-now.ts";
import { openLimiter } from "./http/limits/limits.ts";
import { openRenderQueue } from "./http/limits/render-queue.ts";
import { openPressure } from "./http/limits/start-flood.ts";
import { loadAssets } from "./http/server/assets.ts";
import type { Demo, Helpline } from "./http/server/context.ts";
import { openHalfway } from "./http/session/pending-sign-in.ts";
import { openHub } from "./live/hub.ts";
import { openRepaint } from "./live/repaint.ts";
import { resealMailPassword } from "./mail/server.ts";
import { openMailer } from "./mail/smtp.ts";
import { openFigures } from "./metrics/figures.ts";
import { openOutgoing } from "./outgoing/outgoing.ts";
import { openCrowd } from "./queue/door/crowd.ts";
import { openLookCount } from "./queue/door/looks.ts";
import { noteDowntime } from "./queue/line/staffed.ts";
import { openShownQuestions } from "./record/shown.ts";
import { replayErasures } from "./retention/forget.ts";
import { firstPublishedAt, publishRules } from "./settings/rules/published.ts";
import { settings } from "./settings/settings.ts";
import { sealMasterToSheets } from "./staff/keys/recovery-sheet.ts";
import { openStaffPresence } from "./staff/shift/presence.ts";
import { openDevices } from "./staff/sign-in/device.ts";
import { openRefused } from "./staff/sign-in/refused.ts";
import { resealApps } from "./staff/sign-in/second-step.ts";
import { openSessions } from "./staff/sign-in/session.ts";

export interface Parts {
  config: Config;
  clock: Clock;
  data: Database.Database;
  keys: Database.Database;
  master: MasterKey | "unreadable" | null;
  /** Other keys at hand. */
  beside?: BesideMaster;
  report: Helpline["report"];
  copies?: string[];
  demo?: Demo;
}

/** How long a page may be looked at before it is shown the key it asks for. */
const challengeMs = 600_000;

/** How long someone who typed the code of an ended chat may think about what to show of it. */
const returningMs = 600_000;
/** How long an unsent complaint waits for the person typing it. */
const wrongTypedMs = hourMs;
/** How long the page of an answer's code shows the same code again, when it is pressed twice or reloaded. */
const answerCodeMs = minuteMs;

/** Puts a helpline together from its open files: the one place where everything meets. */
export async function openHelpline(parts: Parts): Promise<Helpline> {
  const { config, clock, data, keys, master, beside, report, demo = null } = parts;
  const trail = openTrail();
  const keyring = (reader: Reader) => openKeyring(reader, master, beside);
  const youth = openYouthPresence(clock);
  const db = openDb({ data, keys, clock, answer: auditAnswer, trail, report, keyring, crowd: openCrowd(youth) });
  const limiter = openLimiter(clock);
  const store = openCopiesThere({ clock, config });
  const isSecure = config.publicAddress?.protocol === "https:";
  const helpline: Helpline = {
    config,
    clock,
    db,
    report,
    trail,
    trailCheck: { found: null },
    hub: openHub(),
    youth,
    staff: openStaffPresence(clock),
    typing: openTyping(clock),
    searches: openSearches(),
    sessions: openSessions(db, clock, isSecure),
    opened: openOpenedKeys(db.keyring.team),
    devices: openDevices(db, clock.now, isSecure),
    halfway: openHalfway(clock),
    refused: openRefused(),
    limiter,
    turns: openRenderQueue(),
    pressure: openPressure({ db, clock, limiter }),
    looked: openOnce(),
    answered: openOnce(),
    challenges: openOnce(challengeMs),
    returning: openOnce(returningMs),
    unsent: openOnce(),
    done: openOnce(),
    wrongTyped: openForNow(wrongTypedMs),
    answerCodes: openForNow(answerCodeMs),
    shown: openShownQuestions(),
    looks: openLookCount(),
    copies: parts.copies ?? [],
    figures: openFigures(),
    backups: openBackups({ db, clock, config }, together(store ?? nowhere, machinesAway(db))),
    store,
    offers: openOfferedFiles(config.backupDir, clock),
    assets: loadAssets(),
    ask:
      demo?.ask ?? openOutgoing({ allow: config.outgoing, version: JSON.parse(projectFile("package.json")).version }),
    sendMail: demo?.mailbox.send ?? openMailer(),
    demo,
  };
  await prepare(db, trail, master);
  await sealMasterToSheets(db);
  db.listen(openRepaint(helpline, report));
  db.listen((ended) => {
    for (const { conversationId } of ended) helpline.searches.forget(conversationId);
  }, "conversation.ended");
  return helpline;
}

/** What every start sees to: keys, the audit trail, the rules, and that what was erased stays erased. */
async function prepare(db: Db, trail: OwnTrail, master: MasterKey | "unreadable" | null) {
  await db.change("porchlight", (tx, emit) => {
    const isFirst = tx.keys.first(k.selectFrom("master_key").select("id").limit(1)) === undefined;
    // Never a new key over old data: that takes `porchlight keys new`.
    const isAccepted = isFirst || (tx.keyring.standsIn !== null && tx.keyring.state() !== "ready");
    if (isAccepted && master !== null && master !== "unreadable") acceptMasterKey(tx.keys, master, tx.at);
    const moved = tx.keyring.move(tx);
    resealApps(tx);
    resealMailPassword(tx);
    const anew = trail.begin(tx);
    // It must be the next entry, before any other.
    if (anew) emit({ type: "audit.chained_anew", ...noteAsTold(anew) });
    if (isAccepted && !isFirst) emit({ type: "keys.stood_in" });
    if (moved > 0) emit({ type: "keys.moved", n: moved });
    replayErasures(tx);
    noteDowntime(tx);
    // An upgrade's rules are published by a job, once the door is open: to write them takes half as long as all else here.
    if (firstPublishedAt(tx) === null) publishRules(tx, emit, settings(tx));
  });
}
