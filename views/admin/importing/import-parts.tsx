import type { Translate } from "#src/i18n/i18n.ts";
import { Pages } from "#views/parts/pages.tsx";

export interface Part {
  name: "issues" | "changes" | "new" | "gone";
  lines: Line[];
  /** Total, page size, and this page from 1. */
  of: number;
  most: number;
  page: number;
  /** Of issues: what is wrong by file and cause; [] = the rows are shown. */
  causes?: ShownCauses[];
  /** The code of the cause whose rows are shown. */
  kind?: string;
}

export interface ShownCauses {
  /** "" = there was only one. */
  file: string;
  causes: { code: string; sentence: string; tone: Line["tone"] }[];
  /** What is left to tell, "" = nothing. */
  more: string;
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
            {part.causes && part.causes.length > 0 ? (
              <Causes t={t} runId={runId} causes={part.causes} />
            ) : (
              <Lines t={t} runId={runId} part={part} parts={parts} />
            )}
          </section>
        ))}
    </>
  );
}

function Lines({ t, runId, part, parts }: { part: Part } & PartsProps) {
  return (
    <>
      {part.kind !== undefined && (
        <p>
          <a href={`/admin/directory/import/${runId}#issues`}>{t("admin.import.all_causes")}</a>
        </p>
      )}
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
    </>
  );
}

/** What is wrong, a sentence for each cause; people mend a list one cause at a time. */
function Causes({ t, runId, causes }: { t: Translate; runId: number; causes: ShownCauses[] }) {
  return (
    <>
      {causes.map(({ file, causes: those, more }) => (
        <>
          {file !== "" && <h3 dir="auto">{file}</h3>}
          <ul class="dots">
            {those.map(({ code, sentence, tone }) => (
              <li class={tone ?? undefined} dir="auto">
                {sentence}{" "}
                <a href={`/admin/directory/import/${runId}?kind=${code}#issues`}>{t("admin.import.show_rows")}</a>
              </li>
            ))}
            {more !== "" && (
              <li>
                {more} <a href={`/admin/directory/import/${runId}?kind=all#issues`}>{t("admin.import.show_rows")}</a>
              </li>
            )}
          </ul>
        </>
      ))}
    </>
  );
}

/** Paging one part leaves the others where they are. */
function PartPages({ t, runId, part, parts }: { part: Part } & PartsProps) {
  const to = (page: number) => {
    const others = parts.filter((one) => one.page > 1 && one.name !== part.name);
    const kind = parts.find((one) => one.kind !== undefined)?.kind;
    const query = [
      ...(kind ? [`kind=${kind}`] : []),
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
