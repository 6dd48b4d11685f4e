import { answeredText } from "./answered.tsx";
import {
  type LineAtDoor,
  type LineProps,
  NextOpening,
  OpenPill,
  openLines,
  type SceneProps,
  shutPill,
} from "./now.tsx";

/** Which line the words go to: chosen if several are open, said if only one of several is. */
export const Lines = ({ t, scene }: SceneProps) => {
  const { chosen, lines, at } = scene;
  const open = openLines(scene);
  if (open.length < 2) {
    return (
      <div id="lines">
        <input type="hidden" name="line" value={chosen.id} />
        {open.length === 1 && <ToLine t={t} line={chosen} named={lines.length > 1} />}
      </div>
    );
  }
  return (
    <div id="lines">
      <fieldset>
        <legend>{t("youth.lines.legend")}</legend>
        {theirsFirst(open).map((line) => (
          <label class="choice">
            <input type="radio" name="line" value={line.id} checked={line === chosen} />
            <span>
              <strong dir="auto">{line.name}</strong>
              <span class="soft">
                <OpenPill t={t} line={line} at={at} />
                {line.tooLate
                  ? ` · ${t("youth.door.not_today")}`
                  : line.range && ` · ${t("youth.waiting.range", { ...line.range })}`}
                {line.ages && ` · ${t("youth.door.ages", { from: line.ages[0], to: line.ages[1] })}`}
                {line.answered.length > 0 && ` · ${answeredText(t, line.answered)}`}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  );
};

/** One paragraph, which a script removes when the line shuts (static/door.js). */
const ToLine = ({ t, line, named }: LineProps & { named: boolean }) => {
  if (!named && line.answered.length === 0) return null;
  return (
    <p>
      {named && t("youth.lines.this")} {named && <strong dir="auto">{line.name}</strong>}
      {named && line.answered.length > 0 && <br />}
      {line.answered.length > 0 && answeredText(t, line.answered)}
    </p>
  );
};

/** Lines answered in the language of the page come first. */
const theirsFirst = (lines: LineAtDoor[]) =>
  lines.toSorted((a, b) => Number(a.answered.length > 0) - Number(b.answered.length > 0));

/** Other lines in which no one can start now, each with what it says. */
export const Others = ({ t, scene }: SceneProps) => {
  const others = scene.lines.filter((line) => line.door.state !== "open" && line !== scene.chosen);
  if (others.length === 0) return null;
  return (
    <section class="card" id="others">
      <h2>{t("youth.lines.shut")}</h2>
      <ul>
        {others.map((line) => (
          <li>
            <strong dir="auto">{line.name}</strong>
            <span class="soft">
              {shutPill(t, line.door)}. <NextOpening t={t} line={line} at={scene.at} />
              {line.ages && ` ${t("youth.door.ages", { from: line.ages[0], to: line.ages[1] })}.`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};
