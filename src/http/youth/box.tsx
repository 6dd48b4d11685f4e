import { lastSeq } from "#src/conversation/reading.ts";
import { newClientId } from "#src/crypto/hash.ts";
import type { HelplineError } from "#src/errors.ts";
import { translate } from "#src/i18n/i18n.ts";
import { Box } from "#views/youth/box.tsx";
import type { C, Handle, Helpline } from "../context.ts";
import { page } from "../youth-frame.ts";

/** GET /box: the composer in a frame of its own. */
export const box: Handle = (c, helpline) => showBox(c, helpline);

/** The composer, with what was refused still in it. */
export function showBox(
  c: C,
  helpline: Helpline,
  refused?: { error: HelplineError; words: string; clientId: string },
): Response {
  const t = translate(c.get("conversation").language);
  const kept = /^[0-9a-f]{32}$/.test(refused?.clientId ?? "") ? refused!.clientId : newClientId();
  return page(
    c,
    <Box
      t={t}
      css={helpline.assets.youthCss}
      clientId={kept}
      seen={lastSeq(helpline.db, c.get("conversation").id)}
      words={refused?.words ?? ""}
      error={refused ? t(refused.error.key, refused.error.values) : null}
    />,
    refused ? 422 : 200,
  );
}
