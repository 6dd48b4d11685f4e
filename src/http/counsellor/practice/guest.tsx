import { readClientId, readText } from "#src/conversation/messages/writing.ts";
import { newClientId } from "#src/crypto/hash.ts";
import { HelplineError } from "#src/errors.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import { themed } from "#src/http/frame/youth-frame.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { practiceLines } from "#src/live/console/practice-data.tsx";
import { aliasOf } from "#src/staff/staff.ts";
import { behindLink, entriesOf, type Practice, scenarioOf } from "#src/training/practice-chat.ts";
import { leaveAsGuest, openGuestLink, sayAsGuest } from "#src/training/practising.ts";
import { GuestGone, GuestLines, GuestPage } from "#views/counsellor/practice/guest.tsx";
import { scenarioName } from "./practices.tsx";

/** GET /staff/with/:token: where a colleague plays the young person; no account is asked for. */
export const guestPage: Handle = (c, helpline) => {
  const behind = behindLink(helpline.db, codeOf(c));
  return behind ? showGuest(c, helpline, behind) : gone(c, helpline);
};

const codeOf = (c: C) => c.req.param("token") ?? "";

const gone = (c: C, helpline: Helpline) => page(c, <GuestGone frame={staffFrame(c, helpline)} />, 410);

function showGuest(
  c: C,
  helpline: Helpline,
  { found, isOpened }: { found: Practice; isOpened: boolean },
  refused?: { typed: string; error: HelplineError },
) {
  const { db } = helpline;
  const frame = staffFrame(c, helpline, found.language);
  const scenario = scenarioOf(db, found);
  const card = scenario?.role[found.language];
  if (!scenario || !card) return gone(c, helpline);
  const content = (
    <GuestPage
      frame={{ ...frame, live: null }}
      code={codeOf(c)}
      name={scenarioName(frame.t, scenario)}
      alias={aliasOf(db, found.staffId) ?? ""}
      card={card}
      begins={!isOpened}
      over={found.endedAt !== null}
      clientId={newClientId()}
      typed={refused?.typed ?? ""}
      error={refused ? frame.t(refused.error.key, refused.error.values) : null}
    />
  );
  return page(c, content, refused ? refusedAs(refused.error) : 200);
}

/** POST /staff/with/:token: begins to play (`act=begin`), says something, or leaves. */
export const playAsGuest: Handle = async (c, helpline) => {
  const { db } = helpline;
  const behind = behindLink(db, codeOf(c));
  if (!behind) return gone(c, helpline);
  const { found, isOpened } = behind;
  const form = await fields(c);
  const to = (code: string) => c.redirect(`/staff/with/${code}`, 303);
  if (!isOpened) {
    if (form.act !== "begin") throw new HelplineError("bad_input");
    const secret = newClientId();
    await db.change("porchlight", (tx, emit) => openGuestLink(tx, emit, { practice: found, secret }));
    return to(`${found.id}.${secret}`);
  }
  if (form.act === "leave") {
    await db.change("porchlight", (tx, emit) => leaveAsGuest(tx, emit, { practice: found }));
    return to(codeOf(c));
  }
  if (form.act !== "say") throw new HelplineError("bad_input");
  const clientId = readClientId(form.client_id);
  try {
    const text = readText(form.text);
    // The role card says that this leaves the role at any time.
    if (/^stop\W*$/i.test(text)) {
      await db.change("porchlight", (tx, emit) => leaveAsGuest(tx, emit, { practice: found }));
      return to(codeOf(c));
    }
    await db.change("porchlight", (tx, emit) => sayAsGuest(tx, emit, { practice: found, clientId, text }));
  } catch (error) {
    if (!(error instanceof HelplineError) || error.field !== "text") throw error;
    return showGuest(c, helpline, behind, { typed: form.text ?? "", error });
  }
  return to(codeOf(c));
};

/** GET /staff/with/:token/lines: what was said so far, for the frame of that page. */
export const guestLines: Handle = (c, helpline) => {
  const { db, assets } = helpline;
  const behind = behindLink(db, codeOf(c));
  const scenario = behind?.isOpened ? scenarioOf(db, behind.found) : undefined;
  if (!behind || !scenario) return gone(c, helpline);
  const { found } = behind;
  const { t } = staffFrame(c, helpline, found.language);
  const lines = practiceLines(t, scenario, found, entriesOf(db, found.id) ?? []);
  const css = themed(c, helpline, assets.practiceCss);
  // Nothing can be done in it, and it stands in a frame of our own.
  c.set("isPreview", true);
  // Without a script it asks again by itself, seconds.
  if (found.endedAt === null) c.header("Refresh", "4");
  return page(c, <GuestLines t={t} css={css} lines={lines} over={found.endedAt !== null} />);
};
