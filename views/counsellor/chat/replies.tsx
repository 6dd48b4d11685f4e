import { type Language, languageNames, type Translate } from "#src/i18n/i18n.ts";

export interface ReadyReply {
  id: string;
  name: string;
  topic: string;
  text: string;
  language: Language;
  own: boolean;
  /** What the page searches in: folded, a space before each word. */
  words: { name: string; rest: string };
}

/** The ready replies beside a chat, as searched; null = no one has looked yet. */
export type Ready = { words: string; replies: ReadyReply[] } | null;

interface RepliesProps {
  t: Translate;
  id: number;
  language: Language;
  /** The chat goes on, so a reply can be put into the field. */
  open: boolean;
  ready: Ready;
}

/** Ready replies, searched while typing; one goes into the field, to be changed and sent there. */
export function Replies(props: RepliesProps) {
  const { t, id, ready } = props;
  const address = `/staff/conversation/${id}/replies`;
  return (
    <div class="replies" id={`replies-${id}`} hx-morph-skip="">
      <p class="soft after-end">{t("staff.replies.over")}</p>
      <form class="find-reply find-words" method="get" action={address} data-address={address}>
        <label class="sr" for={`reply-words-${id}`}>
          {t("staff.replies.label")}
        </label>
        <input
          type="search"
          id={`reply-words-${id}`}
          name="words"
          value={ready?.words ?? ""}
          maxlength={200}
          autocomplete="off"
          spellcheck={false}
          placeholder={t("staff.replies.placeholder")}
          aria-describedby={`reply-hint-${id}`}
        />
        <button type="submit" class="second plain">
          {t("staff.find.search")}
        </button>
      </form>
      <p class="sr" id={`reply-hint-${id}`}>
        {t("staff.replies.hint")}
      </p>
      <p class="sr" role="status" data-count={t("staff.nav.replies")} />
      <div class="ready" id={`ready-${id}`}>
        {ready && <ReadyList {...props} ready={ready} />}
      </div>
      <p class="hint">
        <a href="/staff/replies" target="_blank" rel="noopener">
          {t("staff.replies.own")}
        </a>
      </p>
    </div>
  );
}

/** The list itself, which scripts fetch once and search by themselves. */
export function ReadyList({ t, id, language, open, ready }: RepliesProps & { ready: NonNullable<Ready> }) {
  const { replies } = ready;
  return (
    <form method="post" action={`/staff/conversation/${id}/replies`}>
      <ul class="rows">
        {replies.map((reply) => (
          <Row t={t} reply={reply} language={language} open={open} />
        ))}
      </ul>
      <p class="nothing" hidden={replies.length > 0}>
        {t("staff.replies.nothing")}
      </p>
    </form>
  );
}

function Row({ t, reply, language, open }: { t: Translate; reply: ReadyReply; language: Language; open: boolean }) {
  const isOther = reply.language !== language;
  const marks = [
    reply.topic,
    ...(isOther ? [languageNames[reply.language]] : []),
    ...(reply.own ? [t("staff.replies.mine")] : []),
  ].filter(Boolean);
  return (
    <li data-other={isOther ? "" : undefined} data-name={reply.words.name} data-rest={reply.words.rest}>
      <button type="submit" class="ready-row" name="reply" value={reply.id} disabled={!open}>
        <b dir="auto">{reply.name}</b>
        <small>{marks.join(" · ")}</small>
        <span class="ready-text" lang={reply.language} dir="auto">
          {reply.text}
        </span>
      </button>
    </li>
  );
}
