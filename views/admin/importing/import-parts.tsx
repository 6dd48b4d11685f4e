import type { Translate } from "#src/i18n/i18n.ts";
import { Pages } from "#views/parts/pages.tsx";

export interface Part {
  name: "issues" | "changes" | "new" | "gone";
  lines: Line[];
  /** Total, page size, and this page from 1. */
  of: number;
  most: number;
  page: number;
  /** Kinds of issues; [] = nothing to choose. */
  kinds?: Kind[];
}

export interface Kind {
  code: string;
  n: number;
  example: string;
  isChosen: boolean;
}

export interface Line {
  /** "Row 17", or the name of an entry; "" = the file as a whole. */
  head: string;
  words: string[];
  tone: "wrong" | "warn" | null;
}

interface PartsProps {
  t: Translate;
  runId: number;
  parts: Part[];
}

/** What needs a look, what changes, what is new and what goes, each in pages. */
export function Parts({ t, runId, parts }: PartsProps) {
  return (
    <>
      {parts
        .filter(({ of }) => of > 0)
        .map((part) => (
          <section id={part.name} aria-labelledby={`${part.name}-title`}>
            <h2 id={`${part.name}-title`}>{t(`admin.import.part.${part.name}`, { n: part.of })}</h2>
            {part.kinds && <Kinds t={t} runId={runId} kinds={part.kinds} />}
            <ul class="dots">
              {part.lines.map((line) => (
                <li class={line.tone ?? undefined} dir="auto">
                  {line.head && <b>{line.head}</b>}
                  {line.head && line.words.length > 0 && ": "}
                  {line.words.join("; ")}
                </li>
              ))}
            </ul>
            <PartPages t={t} runId={runId} part={part} parts={parts} />
          </section>
        ))}
    </>
  );
}

/** People mend a list one kind of issue at a time. */
function Kinds({ t, runId, kinds }: { t: Translate; runId: number; kinds: Kind[] }) {
  if (kinds.length === 0) return null;
  const self = `/admin/directory/import/${runId}`;
  const isAll = !kinds.some(({ isChosen }) => isChosen);
  return (
    <nav aria-label={t("admin.audit.filter.button")}>
      <ul class="ways">
        <li>
          <a href={`${self}#issues`} aria-current={isAll ? "true" : undefined}>
            {t("admin.directory.heap.all")}
          </a>
        </li>
        {kinds.map(({ code, n, example, isChosen }) => (
          <li dir="auto">
            <a href={`${self}?kind=${code}#issues`} aria-current={isChosen ? "true" : undefined}>
              <b>{t("admin.import.kind", { n })}</b> {example}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Paging one part leaves the others where they are. */
function PartPages({ t, runId, part, parts }: { part: Part } & PartsProps) {
  const to = (page: number) => {
    const others = parts.filter((one) => one.page > 1 && one.name !== part.name);
    const kind = parts.flatMap(({ kinds = [] }) => kinds).find(({ isChosen }) => isChosen);
    const query = [
      ...(kind ? [`kind=${kind.code}`] : []),
      ...others.map((one) => `${one.name}=${one.page}`),
      `${part.name}=${page}`,
    ].join("&");
    return `/admin/directory/import/${runId}?${query}#${part.name}`;
  };
  return (
    <Pages
      t={t}
      page={part.page}
      pages={Math.ceil(part.of / part.most)}
      to={to}
      label={t(`admin.import.part.${part.name}`, { n: part.of })}
    />
  );
}
