import type { Translate } from "#src/i18n/i18n.ts";
import { DangerMark } from "#views/counsellor/console/queue.tsx";

interface WayProps {
  t: Translate;
  id: number;
}

/** Link to what can be done for someone who left in danger, before anything else after a chat. */
export function ToLeft({ t, id }: WayProps) {
  return (
    <p>
      <a class="second" href={`/staff/danger/${id}`}>
        {t("staff.left.look")}
      </a>
    </p>
  );
}

/** Link under the log to what can be done for someone who left in danger; empty unless that is so and not over. */
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
