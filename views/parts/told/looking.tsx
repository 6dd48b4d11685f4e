import type { PropsWithChildren } from "hono/jsx";

/** What somebody looks for, as the fields of a form; what says nothing is left out. */
export type Looked = readonly (readonly [name: string, value: string])[];

/** The id of the form of a page whose buttons for another language send along what was typed or chosen. */
export const lookingId = "looking";

interface LookingProps {
  /** Keeps what was chosen by a link: `?l=fr`, or "". */
  query: string;
  looked?: Looked;
}

/**
 * The form around places. What was looked for goes along with each of its buttons, each of which says one thing anew: which place
 * to see (`see.` and its id; none: all of them again), from where on, or what not to look for any more. Of two fields of a name the later one counts.
 */
export const Looking = ({ query, looked = [], children }: PropsWithChildren<LookingProps>) => (
  <form id={lookingId} class="narrow" method="post" action={`/other${query}`}>
    {looked.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
  </form>
);
