import type { LineThere, PartnerLine } from "#src/directory/sharing/partner-answer.ts";
import type { ShownPartner } from "#src/directory/sharing/partners.ts";
import type { Source } from "#src/directory/sharing/sources.ts";
import type { Key, Translate } from "#src/i18n/i18n.ts";
import { when } from "#src/i18n/when.ts";
import { languageName } from "#views/parts/language-name.ts";

interface StateProps {
  t: Translate;
  source: Source;
  zone: string;
  now: number;
}

/** Shows when a source last answered, when it is asked next, and what went wrong. */
export function SourceState({ t, source, zone, now }: StateProps) {
  const { enabled, lastOkAt, nextPollAt, lastError, failCount } = source;
  const last =
    lastOkAt === null ? t("admin.source.never") : t("admin.source.last", { when: t.dateTime(lastOkAt, zone) });
  if (!enabled) return <p class="soft small">{`${last} ${t("staff.line.paused")}`}</p>;
  const next = when(t, Math.max(nextPollAt, now), now, zone);
  return (
    <>
      <p class="soft small">
        {last} {t("admin.mail.next_try", { when: next })}
      </p>
      {failCount > 0 && lastError && (
        <p class="note warn">{t("admin.source.failing", { n: failCount, why: t(feedProblemKey(lastError)) })}</p>
      )}
    </>
  );
}

/** To an admin these are the same as another problem: the same thing helps. */
const alike: Partial<Record<string, Key>> = {
  missing: "admin.entry.problem.missing",
  too_big: "admin.sharing.problem.too_much",
  too_many_redirects: "admin.sharing.problem.unsafe_redirect",
  too_slow: "admin.sharing.problem.refused",
  trouble: "admin.sharing.problem.refused",
  web_page: "admin.sharing.problem.not_a_feed",
};

/** Returns the key of what is wrong with another server. A stored problem may come from another version. */
export function feedProblemKey(problem: string): Key {
  return alike[problem] ?? (`admin.sharing.problem.${problem}` as Key);
}

/** Shows the lines of a partner as it last reported them. */
export function PartnerLines({ t, partner, now }: { t: Translate; partner: ShownPartner; now: number }) {
  const { lines, worth, at, isMany } = partner;
  if (!lines) return null;
  return (
    <>
      <LinesThere t={t} lines={lines} now={now} />
      {isMany && <p class="hint">{t("admin.source.lines_many")}</p>}
      {worth !== "fresh" && (
        <p class="note warn">{t(`admin.source.${worth}`, { minutes: Math.floor((now - at) / 60_000) })}</p>
      )}
    </>
  );
}

/** Lists all lines of another helpline, each with where its chat is. */
export function LinesThere({ t, lines, now }: { t: Translate; lines: LineThere[]; now: number }) {
  return (
    <>
      {lines.map((line) => (
        <>
          <p dir="auto">
            {lineInWords(t, line, now)} <bdi dir="ltr">{line.host}</bdi>
          </p>
          {!line.isOnSite && <p class="note warn">{t("admin.source.line_elsewhere")}</p>}
        </>
      ))}
    </>
  );
}

function lineInWords(t: Translate, line: PartnerLine, now: number): string {
  const { name, state, languages, next, zone } = line;
  const spoken = languages.map((one) => languageName(t, one)).join(", ");
  const opens = next !== null && next > now ? ` ${t("admin.source.opens", { when: when(t, next, now, zone) })}` : "";
  return `${name}: ${t(`staff.line.${state}`)}${opens} (${spoken})`;
}
