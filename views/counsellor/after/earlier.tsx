import type { Message } from "#src/conversation/messages/message.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { PastMessage } from "./past-message.tsx";

interface EarlierProps {
  frame: StaffFrame;
  /** The chat in which the young person shows them. */
  id: number;
  name: string;
  /** Oldest first; `at` = when it began, ms UTC. */
  chats: { id: number; at: number; messages: Message[] }[];
  zone: string;
}

/** Earlier chats of a young person who came back with their code and chose to show them. */
export function Earlier({ frame, id, name, chats, zone }: EarlierProps) {
  const { t } = frame;
  return (
    <StaffSheet frame={frame} title={t("staff.earlier.title", { name })}>
      <h1>{t("staff.earlier.title", { name })}</h1>
      <p class="lead">{t("staff.earlier.lead")}</p>
      <p>
        <a href={`/staff/conversation/${id}`}>{t("staff.earlier.back", { name })}</a>
      </p>
      {chats.map((chat) => (
        <section class="log" aria-labelledby={`earlier-${chat.id}`}>
          <h2 id={`earlier-${chat.id}`}>
            <time datetime={new Date(chat.at).toISOString()}>{t.dateTime(chat.at, zone)}</time>
          </h2>
          {chat.messages.map((message) => (
            <PastMessage t={t} message={message} />
          ))}
        </section>
      ))}
    </StaffSheet>
  );
}
