import { linkDays } from "#src/callback/callback.ts";
import { continueBy, type LinkState, linkState, refuse } from "#src/callback/link.ts";
import { dayMs } from "#src/clock.ts";
import { conversation, stateOf } from "#src/conversation/conversation.ts";
import { clientIdFor, readClientId } from "#src/conversation/messages/writing.ts";
import { HelplineError } from "#src/errors.ts";
import { frame, frameAfter } from "#src/http/frame/youth-frame.ts";
import { clientAddress, keepAddressOf, networkOf } from "#src/http/limits/networks.ts";
import { refuseStarting } from "#src/http/limits/too-fast.ts";
import { type C, fields, type Handle, type Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { isLanguage } from "#src/i18n/i18n.ts";
import { lineAtDoor } from "#src/live/youth/youth-doors.ts";
import { publishedRules } from "#src/settings/rules/published.ts";
import type { YouthFrame } from "#views/layout/youth.tsx";
import { LaterOpen, LaterOver } from "#views/youth/later/later-link.tsx";
import { conversationOf, giveCookie, noteHere } from "../gate.ts";

/** GET /later/:token: what a link from an email opens; looking does not use it up. */
export const laterLink: Handle = (c, helpline) => showLink(c, helpline);

/** POST /later/:token: uses up the link, and they come to the front of the line. */
export const continueLater: Handle = async (c, helpline) => {
  const { db } = helpline;
  const form = await fields(c);
  // Nobody is in two places: what is open goes on, and the link stays good.
  if (goingOn(c, helpline)) return c.redirect("/", 303);
  try {
    const startId = readClientId(form.client_id);
    const youthToken = db.keyring.cookieOf(startId);
    const rulesVersion = /^\d{1,9}$/.test(form.rules ?? "") ? Number(form.rules) : 0;
    const network = networkOf(c, helpline.config);
    const input = { token: tokenOf(c), startId, youthToken, rulesVersion, network };
    // A link that leads nowhere now takes nothing from those who begin.
    const state = linkState(db, input.token, helpline.clock.now());
    if (state.kind === "open" && state.doorOpen) {
      refuseStarting(helpline, { startId, lineId: state.lineId, calledBack: true });
    }
    const address = clientAddress(c, helpline.config);
    const id = await db.change("youth", (tx, emit) => {
      const conversationId = continueBy(tx, emit, input);
      keepAddressOf(tx, helpline, { conversationId, address });
      return conversationId;
    });
    await noteHere(helpline, conversation(db, id)!);
    giveCookie(c, helpline, youthToken);
    return c.redirect("/", 303);
  } catch (error) {
    if (!(error instanceof HelplineError)) throw error;
    // Its page says why it leads nowhere.
    if (error.code === "ended" || error.code === "not_found") return showLink(c, helpline);
    return showLink(c, helpline, { error, clientId: form.client_id ?? "" });
  }
};

/** POST /later/:token/stop: no email ever again, by one tap. */
export const stopLater: Handle = async (c, helpline) => {
  const token = tokenOf(c);
  const { kind } = linkState(helpline.db, token, helpline.clock.now());
  if (kind === "open" || kind === "expired") {
    await helpline.db.change("youth", (tx, emit) => refuse(tx, emit, { token }));
  }
  const asked = c.req.query("l") ?? "";
  return c.redirect(`/later/${encodeURIComponent(token)}${isLanguage(asked) ? `?l=${asked}` : ""}`, 303);
};

function tokenOf(c: C): string {
  return c.req.param("token") ?? "";
}

function goingOn(c: C, helpline: Helpline) {
  const found = conversationOf(c, helpline);
  return found && stateOf(found) !== "ended" ? found : undefined;
}

/** Someone else may have opened the email, so it shows neither the name nor the logo of the helpline. */
function neutral(c: C, helpline: Helpline, state: LinkState): YouthFrame {
  const going = goingOn(c, helpline);
  const inMail = !going && state.kind === "open" && !isLanguage(c.req.query("l") ?? "");
  const usual = inMail ? frameAfter(c, helpline, state) : frame(c, helpline, going);
  return { ...usual, name: usual.title, logo: null };
}

function showLink(c: C, helpline: Helpline, refused?: { error: HelplineError; clientId: string }): Response {
  const { db, clock } = helpline;
  const at = clock.now();
  const token = tokenOf(c);
  const state = linkState(db, token, at);
  const around = neutral(c, helpline, state);
  if (state.kind !== "open") {
    const stops = state.kind === "expired" && state.mayStop ? token : null;
    const over = <LaterOver frame={around} why={state.kind} days={linkDays} stops={stops} />;
    return page(c, over, state.kind === "unknown" ? 404 : 200);
  }
  return page(
    c,
    <LaterOpen
      frame={around}
      token={token}
      days={Math.max(1, Math.ceil((state.until - at) / dayMs))}
      isOpen={state.doorOpen}
      line={lineAtDoor(db, state.lineId, at, around.t.language)}
      at={at}
      clientId={clientIdFor(refused)}
      rulesVersion={publishedRules(db).version}
      refused={refused ? around.t(refused.error.key, refused.error.values) : null}
    />,
    refused ? refusedAs(refused.error) : 200,
  );
}
