import { callbackWords, maxTimes } from "#src/callback/words.ts";
import type { DataReader } from "#src/db/db.ts";
import type { MailPurpose } from "#src/events.ts";
import { lines } from "#src/hours/lines.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { onCallCauses } from "#src/on-call/notice.ts";
import { newsWords, onCallWords } from "#src/on-call/words.ts";
import { readAloneWords } from "#src/retention/reading/alone-mail.ts";
import { settings } from "#src/settings/settings.ts";
import { accountNews, accountWords } from "#src/staff/accounts/account-mail.ts";
import { inviteWords } from "#src/staff/accounts/invite-mail.ts";
import { digestWords } from "#src/staff/shift/digest.ts";
import { trailWords } from "#src/staff/sign-in/trail-mail.ts";
import { waitsWords } from "#src/staff/waits-mail.ts";

/** An email as it would be, and the texts it is made of. */
interface ExampleMail {
  purpose: MailPurpose;
  keys: Key[];
  subject: string;
  text: string;
}

/** As long as the tokens of real links. */
const token = "x".repeat(43);

/** Returns every email in the language of `t`; `origin` is like "https://chat.example.org", `full` = with the longest times. */
export function exampleMails(t: Translate, db: DataReader, origin: string, full = false): ExampleMail[] {
  const link = `${origin}/later/${token}`;
  const week = `${t("admin.preview.times")} `;
  const times = full ? week.repeat(Math.ceil(maxTimes / week.length)).slice(0, maxTimes) : week.replace(/; $/, "");
  const line = lines(db).reduce((longest, { name }) => (name.length > longest.length ? name : longest), "");
  const callback = (last: boolean): ExampleMail => ({
    purpose: "callback",
    keys: [
      "mail.callback.subject",
      last ? "mail.callback.last" : "mail.callback.first",
      "mail.callback.link",
      ...(last ? (["mail.callback.times"] as const) : []),
      "mail.callback.reply",
    ],
    ...callbackWords(t, { link, last, times: last ? times : "" }),
  });
  const end = { id: 100_000, code: "0".repeat(32) };
  const counts = { verified: 100, changed: 100, reported: 100, due: 100, unchecked: 100 };
  return [
    callback(false),
    callback(true),
    {
      purpose: "invite",
      keys: ["mail.staff.invite.subject", "mail.staff.invite.text"],
      ...inviteWords(t, { helpline: settings(db).name, link: `${origin}/staff/welcome/${token}` }),
    },
    {
      purpose: "digest",
      keys: ["mail.staff.digest.subject", "mail.staff.digest.text", "mail.staff.digest.trail"],
      ...digestWords(t, counts, { link: `${origin}/admin/directory/week`, end }),
    },
    {
      purpose: "trail",
      keys: ["mail.staff.trail.subject", "mail.staff.digest.trail", "mail.staff.trail.broken"],
      ...trailWords(t, { head: end, broken: [{ fromId: 1, toId: 2, from: 0, to: 0 }] }, `${origin}/admin/audit`)!,
    },
    ...accountNews.map(
      (news): ExampleMail => ({
        purpose: "account",
        keys: ["mail.staff.account.subject", `mail.staff.account.${news}`, "mail.staff.account.closing"],
        ...accountWords(t, news),
      }),
    ),
    {
      purpose: "read_alone",
      keys: ["mail.staff.read_alone.subject", "mail.staff.read_alone.text"],
      ...readAloneWords(t),
    },
    {
      purpose: "concern",
      keys: ["mail.staff.waits.subject", "mail.staff.waits.text"],
      ...waitsWords(t, `${origin}/staff`),
    },
    ...onCallCauses.map(
      (cause): ExampleMail => ({
        purpose: "on_call",
        keys: [`mail.staff.on_call.${cause}.subject`, `mail.staff.on_call.${cause}.text`, "mail.staff.on_call.closing"],
        ...onCallWords(t, newsWords(t, cause, { time: "20:00", line }), `${origin}/staff`),
      }),
    ),
    {
      purpose: "on_call",
      keys: [
        "mail.staff.on_call.urgent.subject",
        "mail.staff.on_call.urgent.text",
        "mail.staff.on_call.closing_supervisor",
      ],
      ...onCallWords(
        t,
        { ...newsWords(t, "urgent", { time: "20:00", line }), why: "closing_supervisor" },
        `${origin}/staff`,
      ),
    },
  ];
}
