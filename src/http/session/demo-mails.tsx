import { HelplineError } from "#src/errors.ts";
import { homeZone } from "#src/hours/lines.ts";
import { staffFrame } from "#src/http/frame/staff-frame.ts";
import type { Handle } from "#src/http/server/context.ts";
import { page } from "#src/http/server/page.ts";
import { when } from "#src/i18n/when.ts";
import { linkOrigin } from "#src/mail/links.ts";
import { DemoMails } from "#views/session/demo-mails.tsx";

/** GET /staff/demo/mails: what a demo would have sent, for whoever tries it; not there for any other helpline. */
export const demoMails: Handle = async (c, helpline) => {
  if (!helpline.demo) throw new HelplineError("not_found");
  const frame = staffFrame(c, helpline);
  const zone = homeZone(helpline.db);
  const mails = helpline.demo.mailbox
    .mails()
    .map(({ at, ...mail }) => ({ ...mail, at: when(frame.t, at, helpline.clock.now(), zone) }));
  return page(c, <DemoMails frame={frame} mails={mails} origin={linkOrigin(helpline.config)} />);
};
