/** The friendly face of the door: a speech bubble that smiles. No age, no gender, no skin tone. Says nothing to a screen reader. */
export const Face = () => (
  <svg class="face" width="84" height="84" viewBox="0 0 96 96" aria-hidden="true" focusable="false">
    <path class="skin" d="M31 75.4A34 34 0 1 0 18 62L14 79Z" />
    <path class="lines" d="M38 40v6M58 40v6M37 57c6 6.6 16 6.6 22 0" />
  </svg>
);

/** The small lamp beside the name of the service. */
export const Lamp = () => (
  <svg class="lamp" width="30" height="30" viewBox="0 0 30 30" aria-hidden="true" focusable="false">
    <circle class="halo" cx="15" cy="18" r="12" />
    <path class="skin" d="M9 17a6 6 0 0 0 12 0Z" />
    <path class="shade" d="M14 1h2v6h3l5 10H6l5-10h3Z" />
  </svg>
);

/** The arrow of the send button. */
export const Arrow = () => (
  <svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path class="lines" d="M12 20V5M6 11l6-6 6 6" />
  </svg>
);
