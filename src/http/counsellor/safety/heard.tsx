import { heardBy, sayAccount } from "#src/conversation/complaint/complaint-told.ts";
import { shortName } from "#src/conversation/conversation.ts";
import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { idOf } from "#src/http/frame/history.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { act, type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { HeardPage, type HeardPageProps } from "#views/counsellor/safety/heard.tsx";

/** GET /staff/heard: what a lead told the reader about chats of theirs; everyone else gets the same page, empty. */
export const heardPage: Handle = (c, helpline) => showHeard(c, helpline, {});

/** POST /staff/heard/:id, `text=…`: their reply to it. */
export const sayOwn: Handle = async (c, helpline) => {
  const { id: staffId } = c.get("member");
  const id = idOf(c.req.param("id"));
  const { text = "" } = await fields(c);
  try {
    await act(c, helpline.db, sayAccount, { id, staffId, text });
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field === undefined) throw error;
    return showHeard(c, helpline, { id, text, error });
  }
  return c.redirect(`/staff/heard?saved=${id}#heard-of-${id}`, 303);
};

function showHeard(
  c: C,
  helpline: Helpline,
  { id = 0, text = "", error }: { id?: number; text?: string; error?: HelplineError },
): Response {
  const { db } = helpline;
  const member = c.get("member");
  const frame = staffFrame(c, helpline);
  const all = heardBy(db, member.id).map(({ nameIndex, ...one }) => ({
    ...one,
    chat: shortName(member.language, nameIndex),
  }));
  const refused: HeardPageProps["refused"] = error ? { id, text, wrong: frame.t(error.key, error.values) } : null;
  return page(
    c,
    <HeardPage
      frame={frame}
      all={all}
      saved={all.find((one) => one.id === idOf(c.req.query("saved")))?.id ?? null}
      refused={refused}
      zone={homeZone(db)}
    />,
    error ? refusedAs(error) : 200,
  );
}
