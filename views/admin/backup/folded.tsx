import type { Child } from "hono/jsx";

/** A part of the page that is not needed each day; `isPrinted`: it holds the page for the envelope. */
export function Folded(props: { id: string; title: string; open?: boolean; isPrinted?: boolean; children?: Child }) {
  return (
    <details class={props.isPrinted ? "group" : "group no-print"} id={props.id} open={props.open}>
      <summary>
        <b>{props.title}</b>
      </summary>
      <div class="group-fields">{props.children}</div>
    </details>
  );
}
