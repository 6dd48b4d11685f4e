import type { DataReader } from "#src/db/db.ts";
import type { Change } from "#src/desk/history.ts";
import { toldChanges } from "#src/http/frame/history.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { type MailServer, mailHistory } from "#src/mail/server.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";

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
    const said = [before, after].map((one) => one?.host ?? t("admin.mail.was.none"));
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
    [t("admin.mail.login"), server.login || t("admin.mail.was.none")],
    [t("admin.mail.sender"), server.senderAddress],
    [t("admin.mail.name"), server.senderName],
  ];
}
