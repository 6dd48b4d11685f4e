import type { Translate } from "#src/i18n/i18n.ts";
import { Qr } from "#views/parts/qr.tsx";
import { Copied } from "#views/parts/told/copied.tsx";

/** A one-time link, shown only once: as text to send, and as a code for someone sitting beside. */
export function OneTimeLink(props: {
  t: Translate;
  link: string;
  matrix: boolean[][];
  isHere: boolean;
  children?: unknown;
}) {
  const { t, link, matrix, isHere } = props;
  return (
    <div class="once" role="status">
      <label for="invitation">
        <b>{t("admin.invite.link")}</b>
      </label>
      <Copied t={t}>
        <input id="invitation" readonly value={link} dir="ltr" />
      </Copied>
      {props.children}
      {isHere && <p class="note warn">{t("admin.open.step.rehearsal.here")}</p>}
      <Qr matrix={matrix} label={t("admin.invite.qr")} />
    </div>
  );
}
