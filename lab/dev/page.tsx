import type { Child } from "hono/jsx";
import { type Audience, type Group, groups, statesOf } from "#tests/support/states/groups.ts";
import { type Theme, themes } from "./dress.ts";
import { filesOf, slugOf, viewsOfNoState, walkedAt } from "./kept.ts";

/** `width` in CSS pixels. */
export interface Look {
  width: number;
  theme: Theme;
}

const audiences: Record<Audience, string> = { youth: "Young people", staff: "Staff", admin: "Admins" };
const widths = [360, 768, 1280];
const top = "/dev/views";
/** After a change of branch all files have changed. */
const maxNamed = 3;

const addressOf = (group: Group, state: string | null) => `${top}/${slugOf(group)}${state ? `/${state}` : ""}`;
const asked = ({ width, theme }: Look) => `?width=${width}&theme=${theme}`;
const when = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`;

function Page({ title, children }: { title: string; children?: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="stylesheet" href={`${top}/views.css`} />
        <script src={`${top}/views.js`} defer />
      </head>
      <body>{children}</body>
    </html>
  );
}

/** The page of all states, by audience and group. */
export function ListPage({ folder }: { folder: string }) {
  const rest = viewsOfNoState();
  return (
    <Page title="Every state of every view">
      <h1>Every state of every view</h1>
      <p>
        The tests' own walks come to each state in a browser, and <code>npm run views</code> keeps the page that is
        there: the words and the structure as they were then, in the style sheets of now.{" "}
        <code>npm run views -- the-door danger</code> walks some groups anew, <code>npm run views</code> all of them,
        which takes some minutes.
      </p>
      {(Object.keys(audiences) as Audience[]).map((audience) => (
        <section>
          <h2>{audiences[audience]}</h2>
          {groups
            .filter(({ of }) => of === audience)
            .map((group) => (
              <GroupPart folder={folder} group={group} />
            ))}
        </section>
      ))}
      <h2>In no state of the table</h2>
      <p>These are looked at in browser tests of their own, and not here.</p>
      <Files paths={rest} />
    </Page>
  );
}

function GroupPart({ folder, group }: { folder: string; group: Group }) {
  const files = filesOf(group);
  return (
    <section id={slugOf(group)}>
      <h3>
        <a href={addressOf(group, null)}>{group.name}</a>
      </h3>
      <Standing folder={folder} group={group} />
      <ul class="states">
        {statesOf(group).map((state) => {
          const at = walkedAt(folder, group, state);
          if (at === null) return <li class="missing">{state}: not walked yet</li>;
          return (
            <li>
              <a href={addressOf(group, state)}>{state}</a> <small>{when(at)}</small>
            </li>
          );
        })}
      </ul>
      <details>
        <summary>Made by {files.length} files</summary>
        <Files paths={files.map(({ path }) => path)} />
      </details>
    </section>
  );
}

function Standing({ folder, group }: { folder: string; group: Group }) {
  const states = statesOf(group);
  const walked = states.map((state) => walkedAt(folder, group, state)).filter((at) => at !== null);
  // Style sheets are today's in any case.
  const changed = filesOf(group).filter(
    ({ path, changedAt }) => !/\.css$/.test(path) && walked.some((at) => at < changedAt),
  );
  const missing = states.length - walked.length;
  if (missing === 0 && changed.length === 0) return null;
  return (
    <p class="standing">
      {missing > 0 && `${missing} of ${states.length} not walked yet. `}
      {changed.length > 0 && `Older than ${someOf(changed.map(({ path }) => path))}. `}
      <code>npm run views -- {slugOf(group)}</code>
    </p>
  );
}

function someOf(paths: string[]): string {
  const more = paths.length - maxNamed;
  return `${paths.slice(0, maxNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function Files({ paths }: { paths: string[] }) {
  return (
    <ul class="files">
      {paths.map((path) => (
        <li>
          <code>{path}</code>
        </li>
      ))}
    </ul>
  );
}

/** All states of a group in frames, or one of them. */
export function FramesPage(props: { folder: string; group: Group; state: string | null; look: Look }) {
  const { folder, group, state, look } = props;
  const here = addressOf(group, state);
  const { before, after } = neighbours(group, state);
  const files = filesOf(group).map(({ path }) => path);
  return (
    <Page title={state ?? group.name}>
      <header>
        <nav>
          <a href={`${top}#${slugOf(group)}`}>All</a>
          {state && <a href={addressOf(group, null) + asked(look)}>{group.name}</a>}
          {before && (
            <a rel="prev" href={before + asked(look)}>
              ← Previous
            </a>
          )}
          {after && (
            <a rel="next" href={after + asked(look)}>
              Next →
            </a>
          )}
        </nav>
        <form action={here}>
          <span>Width</span>
          {widths.map((width) => (
            <a href={here + asked({ ...look, width })} aria-current={width === look.width ? "true" : undefined}>
              {width}
            </a>
          ))}
          <input type="number" name="width" min="200" max="4000" value={look.width} aria-label="Width" />
          <input type="hidden" name="theme" value={look.theme} />
          <button>Show</button>
          <span>Theme</span>
          {themes.map((theme) => (
            <a href={here + asked({ ...look, theme })} aria-current={theme === look.theme ? "true" : undefined}>
              {theme}
            </a>
          ))}
        </form>
      </header>
      <h1>{state ?? group.name}</h1>
      <Standing folder={folder} group={group} />
      <details>
        <summary>Made by {files.length} files</summary>
        <Files paths={files} />
      </details>
      <div class="frames">
        {(state ? [state] : statesOf(group)).map((name) => (
          <StateFrame folder={folder} group={group} state={name} look={look} />
        ))}
      </div>
    </Page>
  );
}

function StateFrame({ folder, group, state, look }: { folder: string; group: Group; state: string; look: Look }) {
  const at = walkedAt(folder, group, state);
  const height = look.width < 900 ? 740 : 800;
  return (
    <figure>
      <figcaption>
        <a href={addressOf(group, state) + asked(look)}>{state}</a>{" "}
        <small>{at === null ? "not walked yet" : when(at)}</small>
      </figcaption>
      {at !== null && (
        <iframe
          src={`${addressOf(group, state)}.html?theme=${look.theme}`}
          title={state}
          width={look.width}
          height={height}
          sandbox="allow-same-origin"
          loading="lazy"
        />
      )}
    </figure>
  );
}

/** In the order of the table: states from a state, groups from a group. */
function neighbours(group: Group, state: string | null): { before: string | undefined; after: string | undefined } {
  const all = groups.flatMap((one) =>
    state === null ? [addressOf(one, null)] : statesOf(one).map((name) => addressOf(one, name)),
  );
  const place = all.indexOf(addressOf(group, state));
  return { before: all[place - 1], after: all[place + 1] };
}
