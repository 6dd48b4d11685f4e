import type { Message } from "#src/conversation/messages/message.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { PastMessage } from "#views/counsellor/after/past-message.tsx";

/** The words of an ended chat, or why they cannot be opened. */
export interface OpenedChat {
  messages: Message[];
  /** The team key is not open: whether the reader holds it, and who else does. */
  shut: { holds: boolean; people: string[] } | null;
}

interface WordsProps {
  t: Translate;
  name: string;
  words: OpenedChat;
  /** Page to come back to once the key is open; null = none needed. */
  back: "concerns" | "holds" | null;
}

/** What was said in an ended chat, for a supervisor who may read it. */
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
          {t(holds ? "staff.concern.unlock" : "staff.nav.keys")}
        </a>
      </p>
    </div>
  );
}
