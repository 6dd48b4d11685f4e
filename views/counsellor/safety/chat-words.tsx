import type { Message } from "#src/conversation/messages/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { PastMessage } from "#views/counsellor/after/past-message.tsx";

/** The words of a chat that is over, opened; or why they cannot be. */
export interface OpenedChat {
  messages: Message[];
  /** The team key is not open here: whether whoever looks holds it, and who else does. */
  shut: { holds: boolean; people: string[] } | null;
}

interface WordsProps {
  t: Translate;
  /** The short name of the chat. */
  name: string;
  words: OpenedChat;
  /** The page to come back to once the key is open; null where none is needed. */
  back: "concerns" | "holds" | null;
}

/** What was said in a chat that is over, for a supervisor who may read it. */
export function ChatWords({ t, name, words, back }: WordsProps) {
  if (words.shut) return <Shut t={t} back={back} {...words.shut} />;
  return (
    <section class="log" id="concern-log" aria-label={t("staff.concern.log", { name })}>
      {words.messages.map((message) => (
        <PastMessage t={t} message={message} />
      ))}
    </section>
  );
}

/** Why its words are not there: whoever holds the key opens it, others read whom to ask. */
function Shut({ t, back, holds, people }: NonNullable<OpenedChat["shut"]> & Pick<WordsProps, "t" | "back">) {
  const list = new Intl.ListFormat(t.language, { type: "disjunction" });
  const others =
    people.length > 0 ? t("staff.concern.ask", { people: list.format(people) }) : t("staff.concern.nobody_holds");
  return (
    <div id="shut">
      <p>
        {t("staff.concern.sealed")} {!holds && others}
      </p>
      <p>
        <a href={holds && back !== null ? `/admin/keys?back=${back}#open` : "/admin/keys"}>
          {t(holds ? "staff.concern.unlock" : "admin.keys.title")}
        </a>
      </p>
    </div>
  );
}
