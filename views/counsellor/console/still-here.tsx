import type { Translate } from "#src/i18n/i18n.ts";

/** After long inactivity asks, then covers the screen; no one is signed out for it (PROMISES.md C3). When: staff-idle.js. */
export function StillHere({ t }: { t: Translate }) {
  return (
    <>
      <dialog id="still-here" aria-labelledby="still-here-title" aria-describedby="still-here-text">
        <form method="dialog">
          <h2 id="still-here-title">{t("staff.idle.ask")}</h2>
          <p id="still-here-text">{t("staff.idle.means")}</p>
          <button type="submit" class="main">
            {t("staff.idle.here")}
          </button>
        </form>
      </dialog>
      <dialog id="covered" aria-labelledby="covered-title" aria-describedby="covered-text">
        <form method="dialog">
          <h2 id="covered-title">{t("staff.idle.covered")}</h2>
          <p id="covered-text">{t("staff.idle.covered_means")}</p>
          <button type="submit" class="main">
            {t("staff.idle.back")}
          </button>
        </form>
      </dialog>
    </>
  );
}
