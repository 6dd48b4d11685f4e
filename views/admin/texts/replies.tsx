import { type Language, languageNames } from "#src/i18n/i18n.ts";
import type { Reply } from "#src/replies/reply.ts";
import { type StaffFrame, StaffSheet } from "#views/layout/staff.tsx";
import { OffLanguages } from "#views/parts/fields/off-languages.tsx";
import { type Late, TooLate } from "#views/parts/told/changes.tsx";
import { isRefused, Refused } from "#views/parts/told/problems.tsx";
import { Saved } from "#views/parts/told/saved.tsx";
import { History, type HistoryProps } from "../history.tsx";
import { RepliesFileSection, type RepliesToTake } from "./replies-file.tsx";

export interface RepliesPageProps {
  frame: StaffFrame;
  base: "/admin/replies" | "/staff/replies";
  lists: { shared: boolean; own: boolean };
  language: Language;
  /** Those young people are offered, with how many replies each has. */
  languages: { language: Language; n: number }[];
  /** Languages of all replies. */
  written: readonly Language[];
  replies: Reply[];
  basedOn: number;
  saved: number | null;
  late: Late | null;
  file: RepliesToTake | null;
  refused: string | null;
  history: Pick<HistoryProps, "zone" | "changes">;
}

/** A list of ready replies in one language, by topic. */
export function Replies(props: RepliesPageProps) {
  const { frame, base, language, replies, saved, late, refused, history } = props;
  const { t } = frame;
  const isOwn = base === "/staff/replies";
  const title = t(isOwn ? "admin.replies.title_own" : "staff.nav.replies");
  const topics = [...Map.groupBy(replies, (reply) => reply.topic)];
  return (
    <StaffSheet frame={frame} title={title} here="replies" wrong={isRefused({ refused, late })}>
      <Lists {...props} />
      <h1>{title}</h1>
      <p class="lead">{t(isOwn ? "admin.replies.lead_own" : "admin.replies.lead")}</p>
      <Saved t={t} saved={saved} />
      <TooLate t={t} zone={history.zone} late={late} look={base} />
      <Refused sentence={refused} />
      <Languages {...props} />
      <p>
        <a class="second" href={`${base}/new?language=${language}`}>
          {t("admin.replies.add")}
        </a>
      </p>
      {replies.length === 0 && <p class="hint">{t("admin.replies.none", { language: languageNames[language] })}</p>}
      {topics.map(([topic, some], i) => (
        <section aria-labelledby={`topic-${i}`} class="ready-topic">
          <h2 id={`topic-${i}`} dir="auto">
            {topic || t("admin.replies.no_topic")}
          </h2>
          <ul class="list">
            {some.map((reply) => (
              <Row {...props} reply={reply} />
            ))}
          </ul>
        </section>
      ))}
      {!isOwn && <RepliesFileSection t={t} file={props.file} />}
      <History
        t={t}
        apart
        undo={{ action: `${base}/undo`, fields: { language } }}
        none={t("admin.entry.history_none")}
        saved={saved}
        {...history}
      />
    </StaffSheet>
  );
}

function Lists({ frame: { t }, base, lists }: RepliesPageProps) {
  if (!lists.shared || !lists.own) return null;
  const at = (list: RepliesPageProps["base"]) => (list === base ? "page" : undefined);
  return (
    <nav class="tabs" aria-label={t("staff.nav.replies")}>
      <a href="/admin/replies" aria-current={at("/admin/replies")}>
        {t("admin.replies.shared")}
      </a>
      <a href="/staff/replies" aria-current={at("/staff/replies")}>
        {t("admin.replies.own")}
      </a>
    </nav>
  );
}

function Languages({ frame: { t }, base, language, languages, written }: RepliesPageProps) {
  return (
    <>
      <nav class="tabs" aria-label={t("admin.entry.text_language")}>
        {languages.map((one) => (
          <a
            href={`${base}?language=${one.language}`}
            lang={one.language}
            aria-current={one.language === language ? "page" : undefined}
          >
            {`${languageNames[one.language]} (${t.number(one.n)})`}
          </a>
        ))}
      </nav>
      <OffLanguages t={t} written={written} on={languages.map((one) => one.language)} />
    </>
  );
}

function Row({ frame: { t }, base, basedOn, reply }: RepliesPageProps & { reply: Reply }) {
  const address = `${base}/${encodeURIComponent(reply.id)}`;
  return (
    <li id={`reply-${reply.id}`}>
      <div lang={reply.language} dir="auto">
        <p>
          <b>{reply.name}</b>
        </p>
        <p class="soft small ready-text">{reply.text}</p>
      </div>
      <a class="quiet" href={address}>
        {t("admin.lines.change")}
        <span class="sr">{`: ${reply.name}`}</span>
      </a>
      <form method="post" action={`${address}/remove`}>
        <input type="hidden" name="based_on" value={String(basedOn)} />
        <input type="hidden" name="language" value={reply.language} />
        <button type="submit" class="quiet">
          {t("session.key.remove")}
          <span class="sr">{`: ${reply.name}`}</span>
        </button>
      </form>
    </li>
  );
}
