import type { Key, Translate } from "#src/i18n/i18n.ts";
import type { OwnChat } from "#src/queue/rows.ts";
import { Ago } from "#views/counsellor/ago.tsx";
import { Icon, type IconName } from "#views/parts/icons.tsx";

type Looks = { tone: "ok" | "warn" | "soft"; icon: IconName; words: Key };

const connections: Record<OwnChat["connection"], Looks> = {
  connected: { tone: "ok", icon: "connected", words: "staff.connection.connected" },
  lost: { tone: "warn", icon: "lost", words: "staff.connection.lost" },
  away: { tone: "warn", icon: "away", words: "staff.connection.away" },
};

const ends: Record<NonNullable<OwnChat["ended"]>["reason"], Looks> = {
  ended_by_youth: { tone: "soft", icon: "ended", words: "staff.end.by_youth" },
  ended_by_counsellor: { tone: "soft", icon: "ended", words: "staff.end.by_counsellor" },
  left_fast: { tone: "warn", icon: "leave", words: "staff.end.left_fast" },
  lost: { tone: "soft", icon: "lost", words: "staff.end.lost" },
  left_line: { tone: "soft", icon: "leave", words: "staff.end.left_line" },
  faded_out: { tone: "soft", icon: "away", words: "staff.end.faded_out" },
  joke: { tone: "soft", icon: "ended", words: "staff.end.joke" },
  test: { tone: "soft", icon: "ended", words: "staff.end.test" },
  abusive: { tone: "soft", icon: "ended", words: "staff.end.abusive" },
  line_closed: { tone: "soft", icon: "ended", words: "staff.end.line_closed" },
};

/** Returns the text key for how someone left. */
export const wordsOfEnd = (how: NonNullable<OwnChat["ended"]>["reason"] | "deleted"): Key =>
  how === "deleted" ? erased.words : ends[how].words;

const erased: Looks = { tone: "soft", icon: "ended", words: "staff.end.erased" };
const paused: Looks = { tone: "soft", icon: "away", words: "staff.state.paused" };

function looksOf(chat: Parameters<typeof StateMark>[0]["chat"]): Looks {
  const { ended, connection, pausedAt = null } = chat;
  if (chat.erased) return erased;
  if (ended) return ends[ended.reason];
  return pausedAt === null ? connections[connection] : paused;
}

/** Whether the other person is there, in words, drawing and colour: connected, lost, away, or how it ended. */
export function StateMark(props: {
  t: Translate;
  chat: Pick<OwnChat, "connection" | "ended"> & Partial<Pick<OwnChat, "pausedAt" | "erased">>;
  /** Since when the person is away or the chat over, ms UTC; null = not said. */
  since: number | null;
  now: number;
}) {
  const { t, chat, since } = props;
  const looks = looksOf(chat);
  return (
    <span class={`state ${looks.tone}`}>
      <Icon name={looks.icon} />
      <span>
        {t(looks.words)}
        {since !== null && " "}
        {since !== null &&
          t
            .parts(chat.ended ? "staff.state.ended_ago" : "staff.state.for")
            .map((part) => (part.tag ? <Ago t={t} at={since} now={props.now} /> : part.text))}
      </span>
    </span>
  );
}
