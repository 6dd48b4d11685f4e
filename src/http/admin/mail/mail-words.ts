import type { DataReader } from "#src/db/db.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import type { MailServer } from "#src/mail/server.ts";
import { type ServerChange, serverChanges } from "#src/mail/server-changes.ts";
import { aliasOfActor } from "#src/staff/staff.ts";
import type { ShownChange } from "#views/parts/told/changes.tsx";

/** Who changed what of the mail server when, in words. */
export function mailChanges(t: Translate, db: DataReader): ShownChange[] {
  return serverChanges(db).map((change) => {
    const words = wordsOf(t, change);
    // Of a password that was typed anew nothing is left to go back to.
    const isPassword = words.length === 0;
    return {
      id: change.id,
      at: change.at,
      around: change.around,
      who: aliasOfActor(db, change.actor),
      words: isPassword ? [t("admin.mail.was.password")] : words,
      first: isPassword,
    };
  });
}

function wordsOf(t: Translate, { before, after }: ServerChange): string[] {
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
