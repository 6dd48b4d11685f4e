// The page of a one-time link: typed words are kept on the server, so that someone who loses the page goes on where they were.
// Never a password.
(() => {
  // Someone alone may look at the password they type.
  for (const button of document.querySelectorAll("button[data-show]")) {
    const field = document.getElementById(button.dataset.show);
    const words = [button.textContent, button.dataset.hide];
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.textContent = words[shown ? 0 : 1];
    });
    // A browser must not suggest a password that was shown.
    field.form.addEventListener("submit", () => {
      field.type = "password";
    });
  }

  // The clock of the browser is most likely that of the helpline.
  const zone = document.querySelector("select[data-guess]");
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && [...zone.options].some(({ value }) => value === own)) zone.value = own;

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const pauseMs = 500;
  let timer;

  function keep() {
    clearTimeout(timer);
    timer = undefined;
    const fields = new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "password"));
    // If it cannot be kept now, the next letter or the button does it.
    fetch(form.dataset.draft, { method: "POST", headers: { "X-Chat": "1" }, body: fields, keepalive: true }).then(
      told,
      () => {},
    );
  }

  // A link withdrawn or used meanwhile takes nothing: better known now than at the end.
  const over = document.getElementById("over");
  function told({ status }) {
    if (over && status === 410) over.textContent = form.dataset.over;
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
