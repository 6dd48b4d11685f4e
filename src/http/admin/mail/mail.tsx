import { asStaff, type DataReader } from "#src/db/db.ts";
import type { Change } from "#src/desk/history.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf, lateOf, readUndo, savedOf, type TooLate, toldChanges, unlessTaken } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, extendTimeout, fields, type Handle, type Helpline, piece } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { sendTest } from "#src/mail/handing.ts";
import { type MailServer, mailHistory, mailServer } from "#src/mail/server.ts";
import { removeServer, saveServer, serverBefore, undoServer } from "#src/mail/server-changes.ts";
import { mailState, settledMail, type WhyNotSent } from "#src/mail/state.ts";
import { settings } from "#src/settings/settings.ts";
import { Mail, type MailProps } from "#views/admin/mail/mail.tsx";
import { MailNow } from "#views/admin/mail/mail-now.tsx";
import type { ShownChange } from "#views/parts/told/changes.tsx";
import { blankMail, draftOfServer, type MailDraft, type MailField, readMailForm, senderOf } from "./mail-form.ts";

/** GET /admin/mail: the server that takes the mails, a test, and what did not go. */
export const mailPage: Handle = (c, helpline) => {
  const saved = savedOf(c, mailHistory.newest(helpline.db, "mail"));
  return showMail(c, helpline, { saved, isTested: c.req.query("did") === "tested" });
};

/** GET /admin/mail/state: how the mails do, for a page that is open. */
export const mailStatePiece: Handle = (c, helpline) => piece(c, String(<MailNow {...nowProps(c, helpline)} />));

/** Whether a form says another server than the one that is set. */
export async function namesOtherServer(c: C, { db }: Helpline): Promise<boolean> {
  const { server } = readMailForm(await fields(c));
  return server.host !== mailServer(db)?.host;
}

/** POST /admin/mail: sets the server. A password that is not typed stays. */
export const saveMail: Handle = async (c, helpline) => {
  const given = await fields(c);
  const { draft, password, wrong, server } = readMailForm(given);
  const basedOn = idOf(given.based_on);
  if (Object.keys(wrong).length > 0) return showMail(c, helpline, { draft, wrong, basedOn }, 422);
  const saving = act(c, helpline.db, (tx, emit) => {
    return { saved: saveServer(tx, emit, { server, password, basedOn }) };
  });
  const done = await unlessTaken(saving);
  if (done === null) return showMail(c, helpline, { draft, isTaken: true }, 409);
  if (done.saved !== null) return c.redirect(`/admin/mail?saved=${done.saved}`, 303);
  return showMail(c, helpline, { draft, wrong: { password: "admin.entry.problem.missing" }, basedOn }, 422);
};

/** POST /admin/mail/remove: no server, so no mails. What waits keeps waiting for one. */
export const removeMail: Handle = async (c, helpline) => {
  const basedOn = idOf((await fields(c)).based_on);
  const saved = await unlessTaken(act(c, helpline.db, removeServer, { basedOn }));
  if (saved === null) return showMail(c, helpline, { late: { seen: basedOn, wanted: "deleted" } }, 409);
  return c.redirect(`/admin/mail?saved=${saved}`, 303);
};

/**
 * POST /admin/mail/undo: the server as it was before a change. Where a password belongs to it that is kept nowhere, the form
 * stands there as it was then, and asks for that.
 */
export const undoMail: Handle = async (c, helpline) => {
  const { changeId, basedOn } = await readUndo(c);
  const undoing = act(c, helpline.db, (tx, emit) => {
    return { saved: undoServer(tx, emit, { changeId, basedOn }) };
  });
  const undone = await unlessTaken(undoing);
  if (undone === null) return showMail(c, helpline, { late: { seen: basedOn, wanted: "undone" } }, 409);
  if (undone.saved !== null) return c.redirect(`/admin/mail?saved=${undone.saved}`, 303);
  const former = serverBefore(helpline.db, changeId)!;
  return showMail(c, helpline, { draft: draftOfServer(former), asksPassword: true });
};

/** How long a test waits for the server, ms: somebody looks at the page all the while. */
const testPatience = { greeting: 10_000, answer: 15_000, all: 25_000 };

/** POST /admin/mail/test: sends a mail to an address typed there, and says what came of it. */
export const testMail: Handle = async (c, helpline) => {
  const { address = "" } = await fields(c);
  const to = senderOf(address);
  if ("wrong" in to) return showMail(c, helpline, { test: { address, wrong: to.wrong, why: null } }, 422);
  if (mailState(helpline.db, helpline.clock.now()).notReady)
    throw new HelplineError("not_allowed", "admin.mail.not_ready");
  const { t } = staffFrame(c, helpline);
  const { name } = settings(helpline.db);
  extendTimeout(c, 60);
  const mail = { to: to.address, subject: t("mail.test.subject"), text: t("mail.test.text", { name }) };
  const mailId = await sendTest(helpline, asStaff(c.get("member").id), mail, testPatience);
  const settled = settledMail(helpline.db, mailId);
  if (settled?.outcome === "sent") return c.redirect("/admin/mail?did=tested", 303);
  const why: WhyNotSent = settled?.why ?? { reason: "strange", numbers: "" };
  return showMail(c, helpline, { test: { address, wrong: null, why } });
};

interface Shown {
  draft?: MailDraft;
  wrong?: Partial<Record<MailField, Key>>;
  /** What whoever typed had seen, where they have been told of nothing newer. */
  basedOn?: number;
  /** Somebody else has set another server meanwhile. */
  isTaken?: boolean;
  test?: MailProps["test"];
  isTested?: boolean;
  /** What stands in the form was set before, and its password has to be typed again. */
  asksPassword?: boolean;
  /** The change that was just made; 0 where nothing was different. */
  saved?: number | null;
  late?: TooLate;
}

function showMail(c: C, helpline: Helpline, shown: Shown, status: 200 | 409 | 422 = 200): Response {
  const server = mailServer(helpline.db);
  const frame = staffFrame(c, helpline);
  const now = nowProps(c, helpline);
  const changes = mailChanges(frame.t, helpline.db);
  const props: MailProps = {
    frame,
    now,
    draft: shown.draft ?? (server ? draftOfServer(server) : blankMail),
    basedOn: shown.basedOn ?? mailHistory.newest(helpline.db, "mail"),
    isSet: server !== null,
    hasPassword: server?.hasPassword ?? false,
    wrong: shown.wrong ?? {},
    isTaken: shown.isTaken ?? false,
    test: shown.test ?? { address: "", wrong: null, why: null },
    isTested: shown.isTested ?? false,
    asksPassword: shown.asksPassword ?? false,
    saved: shown.saved ?? null,
    late: lateOf(shown.late, changes),
    changes,
  };
  return page(c, <Mail {...props} />, status);
}

/** Returns who changed what of the mail server when, in words. */
export function mailChanges(t: Translate, db: DataReader): ShownChange[] {
  return toldChanges(db, mailHistory.latest(db, "mail"), (change) => wordsOf(t, change)).map((told) =>
    // No password is kept that was typed before: there is nothing to go back to.
    ({
      ...told,
      first: told.words.length === 0,
      words: told.words.length > 0 ? told.words : [t("admin.mail.was.password")],
    }),
  );
}

function wordsOf(t: Translate, { before, after }: Change<MailServer | null>): string[] {
  if (before === null || after === null) {
    const said = [before, after].map((one) => one?.host ?? t("admin.value.none"));
    return [t("admin.history.did", { what: t("admin.mail.server"), before: said[0]!, after: said[1]! })];
  }
  const [was, is] = [valuesOf(t, before), valuesOf(t, after)];
  return is.flatMap(([what, value], i) =>
    value === was[i]![1] ? [] : [t("admin.history.did", { what, before: was[i]![1], after: value })],
  );
}

function valuesOf(t: Translate, server: MailServer): [what: string, value: string][] {
  return [
    [t("admin.mail.host"), server.host],
    [t("admin.mail.port"), String(server.port)],
    [t("admin.mail.security"), t(`admin.mail.security.${server.security}`)],
    [t("admin.mail.login"), server.login || t("admin.value.none")],
    [t("admin.mail.sender"), server.senderAddress],
    [t("admin.mail.name"), server.senderName],
  ];
}

/** How the mails do, as a page of the admin shows it. */
export function nowProps(c: C, helpline: Helpline) {
  const { db, clock } = helpline;
  const { t } = staffFrame(c, helpline);
  return { t, state: mailState(db, clock.now()), zone: homeZone(db), now: clock.now() };
}
