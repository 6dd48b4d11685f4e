import { clientIdFor } from "#src/conversation/messages/writing.ts";
import { lastSeq } from "#src/conversation/reading.ts";
import { HelplineError } from "#src/errors.ts";
import { themed } from "#src/http/frame/youth-frame.ts";
import { isOver } from "#src/http/live/channel.ts";
import type { C, Handle, Helpline } from "#src/http/server/context.ts";
import { page, refusedAs } from "#src/http/server/page.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { Box } from "#views/youth/chat/box.tsx";

/** GET /box: the composer in a frame of its own. Throws `ended`, since there is nothing more to write into. */
export const box: Handle = (c, helpline) => {
  if (isOver(helpline, c.get("conversation").id)) throw new HelplineError("ended");
  return showBox(c, helpline);
};

/** Shows the composer with what was refused; throws `ended` on, since an ended chat needs a way out of the frame. */
export function showBox(
  c: C,
  helpline: Helpline,
  refused?: { error: HelplineError; words: string; clientId: string },
): Response {
  if (refused?.error.code === "ended") throw refused.error;
  const t = textsFor(helpline.db, c.get("conversation").language);
  return page(
    c,
    <Box
      t={t}
      css={themed(c, helpline, helpline.assets.frameCss)}
      clientId={clientIdFor(refused)}
      seen={lastSeq(helpline.db, c.get("conversation").id)}
      words={refused?.words ?? ""}
      error={refused ? t(refused.error.key, refused.error.values) : null}
    />,
    refused ? refusedAs(refused.error) : 200,
  );
}
