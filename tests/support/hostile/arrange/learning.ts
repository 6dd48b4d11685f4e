import type { Scene } from "../scene.ts";

/** Béla sees the page of Anna, who answers. */
export async function besideAnna({ line }: Scene) {
  return { id: String(line.anna.id) };
}
