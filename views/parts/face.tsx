import type { FaceLook, FaceShape } from "#src/settings/look/look.ts";

/** Each has room for the same eyes and mouth. */
const shapes: Record<FaceShape, string> = {
  bubble: "M31 75.4A34 34 0 1 0 18 62L14 79Z",
  round: "M48 14a34 34 0 1 0 .1 0Z",
  cloud: "M27 77a18 18 0 0 1-5-35 25 25 0 0 1 47-8 22 22 0 0 1 2 43Z",
  drop: "M48 8c9 16 31 27 31 46a31 31 0 0 1-62 0c0-19 22-30 31-46Z",
  flower:
    "M40 22a16 16 0 0 1 16 0 16 16 0 0 1 22 18 16 16 0 0 1 0 20 16 16 0 0 1-22 18 16 16 0 0 1-16 0 16 16 0 0 1-22-18 16 16 0 0 1 0-20 16 16 0 0 1 22-18Z",
  house: "M43 13a8 8 0 0 1 10 0l26 21a8 8 0 0 1 3 6v34a8 8 0 0 1-8 8H22a8 8 0 0 1-8-8V40a8 8 0 0 1 3-6Z",
};

const features = "M38 40v6M58 40v6M37 57c6 6.6 16 6.6 22 0";

/** The friendly face: no age, gender or skin tone, and hidden from screen readers. Only where a person can answer, and at the last thanks. */
export const Face = ({ face }: { face: FaceLook | null }) =>
  face && (
    <svg class="face smile" width="84" height="84" viewBox="0 0 96 96" aria-hidden="true" focusable="false">
      <path class={face.fill ? undefined : "skin"} fill={face.fill ?? undefined} d={shapes[face.shape]} />
      <path class="lines" d={features} />
    </svg>
  );

/** The same, beside a name or a choice: it needs no style sheet but the theme. */
export const SmallFace = ({ shape }: { shape: FaceShape }) => (
  <svg width="30" height="30" viewBox="6 6 84 84" aria-hidden="true" focusable="false">
    <path class="skin" d={shapes[shape]} />
    <path fill="none" stroke="#2a2140" stroke-width="4.5" stroke-linecap="round" d={features} />
  </svg>
);

/** The lamp beside the name of the service, and `big` in the place of the face. `dark`: no one is there. */
export const Lamp = ({ big = false, dark = false }: { big?: boolean; dark?: boolean }) => {
  const side = big ? 72 : 30;
  return (
    <svg
      class={big ? "face lamp" : "lamp"}
      width={side}
      height={side}
      viewBox="0 0 30 30"
      aria-hidden="true"
      focusable="false"
    >
      {dark ? (
        <path class="dark" fill="none" stroke="currentColor" d="M9 17a6 6 0 0 0 12 0Z" />
      ) : (
        <>
          <circle class="skin" opacity=".28" cx="15" cy="18" r="12" />
          <path class="skin" d="M9 17a6 6 0 0 0 12 0Z" />
        </>
      )}
      <path fill="currentColor" d="M14 1h2v6h3l5 10H6l5-10h3Z" />
    </svg>
  );
};

/** The arrow of the send button. */
export const Arrow = () => (
  <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="lines" d="M12 20V5M6 11l6-6 6 6" />
  </svg>
);

/** The sign of the chat's menu. */
export const Dots = () => (
  <svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true" focusable="false">
    <path class="lines" d="M4 8h.1M12 8h.1M20 8h.1" />
  </svg>
);
