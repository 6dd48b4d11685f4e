import type { PropsWithChildren } from "hono/jsx";

/** A search as form fields, without empty ones. */
export type Looked = readonly (readonly [name: string, value: string])[];

/** Id of the form whose buttons for another language send along what was typed or chosen. */
export const lookingId = "looking";

interface LookingProps {
  query: string;
  looked?: Looked;
}

/**
 * The form around entries: each button carries the search and changes one thing. Of two fields of a name the later one counts.
 * `see.` and an id: the entry to see; `see.` alone: all again.
 */
export const Looking = ({ query, looked = [], children }: PropsWithChildren<LookingProps>) => (
  <form id={lookingId} class="narrow" method="post" action={`/other${query}`}>
    {looked.map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
  </form>
);
