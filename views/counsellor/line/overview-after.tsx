import type { ContactSent } from "#src/conversation/messages/contact-asking.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { opensPanes } from "#views/counsellor/console/chats.tsx";
import { Icon } from "#views/parts/icons.tsx";

export interface AfterProps {
  t: Translate;
  talk: number;
  heavy: number;
  thanks: number;
}

/** What waits after chats; nothing if nothing does. */
export function After({ t, talk, heavy, thanks }: AfterProps) {
  const parts = [
    ["staff.inbox.talking", talk],
    ["staff.inbox.heavy", heavy],
    ["staff.inbox.thanks", thanks],
  ] as const;
  const waiting = parts.filter(([, n]) => n > 0).map(([key, n]) => `${t(key)}: ${t.number(n)}`);
  if (waiting.length === 0) return null;
  return (
    <p id="overview-after">
      <a href="/staff/debriefs">{t("staff.inbox.title")}</a> <span>{waiting.join(" · ")}</span>
    </p>
  );
}

export interface ContactsSentProps {
  t: Translate;
  /** Of the last seven days, newest first. */
  contacts: (Omit<ContactSent, "staffId"> & { alias: string })[];
  zone: string;
}

/** Who sent what looks like a way to be reached outside, and why: never what it was. */
export function ContactsSent({ t, contacts, zone }: ContactsSentProps) {
  if (contacts.length === 0) return null;
  return (
    <div id="overview-contacts">
      <p>
        <Icon name="info" />
        <b>{t("staff.overview.contacts")}</b>
      </p>
      <ul class="dots">
        {contacts.map(({ conversationId, alias, reason, at }) => (
          <li>
            <a {...opensPanes(`/staff/conversation/${conversationId}`)}>
              {t("staff.overview.contact", {
                who: alias,
                chat: String(conversationId),
                reason: t(`staff.contact.reason.${reason}`),
              })}
            </a>{" "}
            <span class="soft small">{t.dateTime(at, zone)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
