import type { Translate } from "#src/i18n/i18n.ts";
import { DangerMark } from "#views/counsellor/console/queue.tsx";

interface WayProps {
  t: Translate;
  /** Of the conversation. */
  id: number;
}

/** The way to what can be done for somebody who left in danger, as it stands before anything that comes after a chat. */
export function ToLeft({ t, id }: WayProps) {
  return (
    <p>
      <a class="second" href={`/staff/danger/${id}`}>
        {t("staff.left.look")}
      </a>
    </p>
  );
}

/** Beneath the log of a chat: that its young person left in danger, with that way. Empty while they did not, or once it is over. */
export function LeftWay({ t, id, left }: WayProps & { left: boolean }) {
  return (
    <div id={`left-way-${id}`} role="status">
      {left && (
        <div class="left-act">
          <p>
            <DangerMark t={t} mark="left" />
          </p>
          <ToLeft t={t} id={id} />
        </div>
      )}
    </div>
  );
}
