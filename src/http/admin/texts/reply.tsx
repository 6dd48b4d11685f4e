import { asStaff } from "#src/db/db.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone, lines } from "#src/hours/lines.ts";
import { basedOnNow, idOf, lateOf, statusOf, type TooLate, unlessTaken } from "#src/http/frame/history.ts";
import { previewChat, previewWish } from "#src/http/frame/preview.tsx";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { isLanguage, languages } from "#src/i18n/i18n.ts";
import { newestRepliesChange } from "#src/replies/changes.ts";
import { fillingFor } from "#src/replies/filling.ts";
import { filled, placeholders } from "#src/replies/placeholders.ts";
import { repliesOf, setReply } from "#src/replies/replies.ts";
import { type Reply, type ReplyDraft, type ReplyProblem, readReply } from "#src/replies/reply.ts";
import { settings } from "#src/settings/settings.ts";
import { ReplyPage, type ReplyPageProps } from "#views/admin/texts/reply.tsx";
import { listAddress, repliesPlaceOf, toldReplies } from "./replies.tsx";

/** GET …/:id: one reply of a list, or "new" for one more. */
export const replyPage: Handle = (c, helpline) => show(c, helpline, ofPath(c, helpline), {});

/** POST …/:id: saves a reply. */
export const saveReply: Handle = async (c, helpline) => {
  const found = ofPath(c, helpline);
  const place = repliesPlaceOf(c);
  const given = await fields(c);
  const draft = draftIn(given);
  const basedOn = idOf(given.based_on);
  const { values, problems } = readReply(draft);
  if (problems.length > 0) return show(c, helpline, found, { draft, basedOn, problems });
  const change = { ...place, id: found?.id ?? null, values, basedOn };
  const done = await unlessTaken(
    helpline.db.change(asStaff(place.member.id), (tx, emit) => setReply(tx, emit, change)),
  );
  if (done === null) return show(c, helpline, found, { draft, basedOn, late: { seen: basedOn } });
  if (typeof done !== "number") return show(c, helpline, found, { draft, basedOn, problems: [done] });
  return c.redirect(listAddress(place, values.language, done), 303);
};

/** GET and POST …/:id/preview: the reply as a young person reads it, stored or as the form would make it. */
export const previewReply: Handle = async (c, helpline) => {
  const found = ofPath(c, helpline);
  const given: Record<string, unknown> = c.req.method === "GET" ? { ...found, ...c.req.query() } : await fields(c);
  if (c.req.method === "POST" && !helpline.limiter.take("draft", asStaff(c.get("member").id))) {
    throw new HelplineError("too_fast");
  }
  const { text, language: asked } = draftIn(given);
  const language = isLanguage(asked) ? asked : c.get("member").language;
  const { db, clock } = helpline;
  const { alias } = c.get("member");
  const filling = fillingFor(db, { alias, lineId: lines(db)[0]!.id, language, now: clock.now() });
  const wish = previewWish(
    { preview_scheme: String(given.preview_scheme), preview_language: language },
    helpline,
    "chat",
  );
  return previewChat(c, helpline, wish, { alias, text: filled(readReply({ ...blank, text }).values.text, filling) });
};

const blank: ReplyDraft = { language: "", topic: "", name: "", text: "" };

function draftIn(given: Partial<Record<string, unknown>>): ReplyDraft {
  const text = (name: keyof ReplyDraft) => (typeof given[name] === "string" ? given[name] : "");
  return { language: text("language"), topic: text("topic"), name: text("name"), text: text("text") };
}

function ofPath(c: C, helpline: Helpline): Reply | null {
  const id = c.req.param("id") ?? "";
  if (id === "new") return null;
  const found = repliesOf(helpline.db, repliesPlaceOf(c).ownerId).find((one) => one.id === id);
  if (!found) throw new HelplineError("not_found");
  return found;
}

interface Shown {
  draft?: ReplyDraft;
  basedOn?: number;
  problems?: ReplyProblem[];
  late?: TooLate;
}

function show(c: C, helpline: Helpline, found: Reply | null, shown: Shown): Response {
  const { db } = helpline;
  const frame = staffFrame(c, helpline);
  const { base, ownerId } = repliesPlaceOf(c);
  const { draft, problems = [] } = shown;
  const late = lateOf(shown.late, toldReplies(frame.t, db, ownerId));
  const asked = c.req.query("language") ?? "";
  const language = isLanguage(asked) ? asked : settings(db).language;
  const shownDraft = draft ?? found ?? { ...blank, language };
  const props: ReplyPageProps = {
    frame,
    base,
    id: found?.id ?? "new",
    name: found?.name ?? null,
    draft: shownDraft,
    languages: languages.filter((one) => settings(db).languages.includes(one) || one === shownDraft.language),
    topics: [...new Set(repliesOf(db, ownerId).map(({ topic }) => topic))].filter(Boolean),
    basedOn: basedOnNow(shown, newestRepliesChange(db, ownerId)),
    problems,
    placeholders,
    unsaved: draft !== undefined,
    late,
    zone: homeZone(db),
  };
  return page(c, <ReplyPage {...props} />, statusOf(problems.length > 0, late));
}
