export interface Row {
  seq: number;
  /** Only on the young person's page. */
  clientId: string | null;
  side: "youth" | "counsellor" | "notice";
  text: string;
}

/** What stands on someone's screen of one conversation. */
export interface View {
  /** Within one `channel` order counts. */
  take(rows: readonly Row[], channel: string): void;
  find(text: string): Row | undefined;
  /** The newest seq without a gap before it: what the server is asked after. */
  last(): number;
  shown(): Row[];
  /** In order of arrival, without repeats. */
  arrived: Row[];
  oddities: {
    /** Seqs repeated with other words or another client id. */
    rewritten: number;
    /** New rows after a later one on the same channel. */
    backwards: number;
    /** Unchanged repeats: no fault. */
    replays: number;
  };
}

export function openView(): View {
  const rows = new Map<number, Row>();
  const byText = new Map<string, Row>();
  const newest = new Map<string, number>();
  let last = 0;
  const view: View = {
    arrived: [],
    oddities: { rewritten: 0, backwards: 0, replays: 0 },
    take: (taken, channel) => {
      for (const row of taken) {
        const known = rows.get(row.seq);
        if (known) {
          if (known.text === row.text && known.clientId === row.clientId) view.oddities.replays += 1;
          else view.oddities.rewritten += 1;
          continue;
        }
        if (row.seq < (newest.get(channel) ?? 0)) view.oddities.backwards += 1;
        newest.set(channel, Math.max(row.seq, newest.get(channel) ?? 0));
        rows.set(row.seq, row);
        if (!byText.has(row.text)) byText.set(row.text, row);
        view.arrived.push(row);
        while (rows.has(last + 1)) last += 1;
      }
    },
    find: (text) => byText.get(text),
    last: () => last,
    shown: () => [...rows.values()].sort((a, b) => a.seq - b.seq),
  };
  return view;
}

/** Returns the rows in a piece of HTML, with their conversation (null on a young person's page). */
export function readRows(html: string): { conversationId: number | null; row: Row }[] {
  return [...html.matchAll(/<li\b([^>]*\bdata-seq=[^>]*)>([\s\S]*?)<\/li>/g)].map(([, tag, inside]) => {
    const conversationId = /\bid="m(\d+)-\d+"/.exec(tag!)?.[1];
    const kind = /\bclass="m (\w+)/.exec(tag!)?.[1] ?? "";
    const row: Row = {
      seq: Number(/\bdata-seq="(\d+)"/.exec(tag!)?.[1]),
      clientId: /\bdata-id="(\w+)"/.exec(tag!)?.[1] ?? null,
      side: kind === "notice" ? "notice" : /^(me|youth)$/.test(kind) ? "youth" : "counsellor",
      text: /<p\b[^>]*>([\s\S]*?)<\/p>/.exec(inside!)?.[1] ?? "",
    };
    return { conversationId: conversationId === undefined ? null : Number(conversationId), row };
  });
}
