import type { TrailCheck } from "#src/audit/check.ts";
import type { AuditStretch } from "#src/audit/walk.ts";
import type { Translate } from "#src/i18n/i18n.ts";
import { dayAndTime } from "#views/parts/times/day-and-time.ts";

export interface AuditStateProps {
  t: Translate;
  zone: string;
  /** Last check of the trail; null = none yet. */
  check: TrailCheck | null;
}

/** Shows whether anyone changed the audit trail by hand, and where. `below` = level of the heading before it. */
export function AuditState({ t, zone, check, below }: AuditStateProps & { below: 1 | 2 }) {
  if (check === null) return <p>{t("admin.audit.not_yet")}</p>;
  if (check.head === null) return <p>{t("admin.audit.locked")}</p>;
  const { broken, unchecked, late, older, anew } = check;
  const Heading = below === 1 ? "h2" : "h3";
  const part = (one: AuditStretch) => partOf(t, zone, one);
  const when = (at: number) => t.dateTime(at, zone);
  return (
    <div id="audit-state">
      {broken.length === 0 ? (
        <p>{t("admin.audit.whole", { when: when(check.at), n: check.rows })}</p>
      ) : (
        <div class="error summary" role="alert">
          <Heading class="minor">{t("admin.audit.broken")}</Heading>
          <ul class="dots">
            {broken.slice(0, 20).map((one) => (
              <li>{part(one)}</li>
            ))}
          </ul>
          <p>{t("admin.audit.broken_next")}</p>
        </div>
      )}
      {unchecked.map((one) => (
        <p class="hint">{t("admin.audit.unchecked", { part: part(one) })}</p>
      ))}
      {late.map((one) => (
        <p class="hint">{t("admin.audit.late", { part: part(one), when: when(one.chainedAt) })}</p>
      ))}
      {older && <p class="hint">{t("admin.audit.older", { part: part(older) })}</p>}
      {anew && <p class="hint">{t("admin.audit.anew", anewInWords(t, zone, anew))}</p>}
    </div>
  );
}

function anewInWords(t: Translate, zone: string, anew: NonNullable<TrailCheck["anew"]>) {
  const { before, after } = anew;
  return { to: String(after.id), when: dayAndTime(t, anew, zone), id: String(before.id), code: before.code };
}

function partOf(t: Translate, zone: string, { fromId, toId, from, around = false }: AuditStretch): string {
  const ids = { from: String(fromId), to: String(toId) };
  const words = fromId === toId ? t("admin.audit.part_one", ids) : t("admin.audit.part", ids);
  return from === null ? words : `${words} (${dayAndTime(t, { at: from, around }, zone)})`;
}
