import { conversation } from "#src/conversation/conversation.ts";
import { settingsInAnyCase, shownAs } from "#src/http/frame/youth-frame.ts";
import type { Helpline } from "#src/http/server/context.ts";
import { topNow } from "#src/live/youth/youth-fragments.tsx";
import { helplineLook, type OwnLook } from "#src/settings/look/own-look.ts";
import { textsFor } from "#src/settings/texts/texts.ts";
import { Top } from "#views/layout/youth.tsx";

/** As in views/layout/youth.tsx. Typed words are escaped, so none of them looks like this. */
const painted = /<div id="top">.*?<\/header><\/div>/s;

/** Returns news of a chat (id) with the top of the page redrawn in the look that this reader picked; the hub paints it once for everyone. */
export function newsInLook(helpline: Helpline, conversationId: number, own: OwnLook, html: string): string {
  if (own === helplineLook || !painted.test(html)) return html;
  const found = conversation(helpline.db, conversationId);
  if (!found) return html.replace(painted, "");
  const t = textsFor(helpline.db, found.language);
  const { name, logo, mark } = shownAs(settingsInAnyCase(helpline), t, own);
  const top = <Top t={t} name={name} logo={logo} mark={mark} {...topNow(helpline.db)} />;
  return html.replace(painted, () => String(top));
}
