// The page behind a one-time link in the browser: what is typed is kept on the server, so that whoever closes the browser
// or loses the link goes on where they were. Never a password.
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const pauseMs = 500;
  let timer;

  function keep() {
    clearTimeout(timer);
    timer = undefined;
    const fields = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "password"));
    // What cannot be kept now is kept with the next letter, or with the button.
    fetch(form.dataset.draft, { method: "POST", headers: { "X-Chat": "1" }, body: fields, keepalive: true }).catch(
      () => {},
    );
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, pauseMs);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = undefined;
  });
  addEventListener("pagehide", () => {
    if (timer !== undefined) keep();
  });
})();
