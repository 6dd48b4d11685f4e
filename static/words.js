/* Words that were typed and not sent yet: no link and no dead network takes them away. ES5; the pages keep nothing. */
function parse(html) {
  return new DOMParser().parseFromString(html, "text/html");
}
// Every request of these scripts: `done` gets the status (0: none came), the text, and whether a refusal is ours, not a
// proxy's. Whoever left has no page any more, and hears of no answer.
function ask(method, address, body, patience, done) {
  var request = new XMLHttpRequest();
  request.open(method, address);
  request.setRequestHeader("X-Chat", "1");
  if (body) request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  request.onloadend = function () {
    if (byId("leave")) done(request.status, request.responseText, request.getResponseHeader("X-Chat"));
  };
  request.timeout = patience;
  request.send(body);
  return request;
}
(function () {
  var doc = document;
  var box = byId("text"),
    main = byId("main"),
    start = doc.querySelector("form[action^='/start']"),
    aside = null;
  if (!box) return;

  // A page beside the chat is shown in its place while there are words in the box, and the way back brings them back.
  doc.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (aside && link.getAttribute("href") === "/") {
      event.preventDefault();
      aside.parentNode.removeChild(aside);
      aside = null;
      main.hidden = false;
      return;
    }
    if (!box.value || aside || !/^\/(how|help)/.test(link.getAttribute("href"))) return;
    event.preventDefault();
    ask("GET", link.href, null, 20000, function (status, html) {
      if (status !== 200) return;
      aside = parse(html).getElementById("main");
      aside.id = "";
      main.hidden = true;
      main.parentNode.insertBefore(aside, main);
      scrollTo(0, 0);
    });
  });

  // The first words go by script too, so that a dead network leaves the page and what is on it as they are.
  if (start) {
    start.onsubmit = function (event) {
      var fields = start.elements,
        body = [],
        i;
      event.preventDefault();
      if (start.getAttribute("aria-busy")) return;
      start.setAttribute("aria-busy", "true");
      for (i = 0; i < fields.length; i++) {
        if (fields[i].name) body.push(fields[i].name + "=" + encodeURIComponent(fields[i].value));
      }
      ask("POST", start.getAttribute("action"), body.join("&"), 20000, function (status, html, ours) {
        var page = parse(html),
          told = page.getElementById("refused");
        start.removeAttribute("aria-busy");
        if (status === 204) return location.replace("/");
        // A refusal of ours is a sentence or a page of ours; anything else, as from a proxy, is no connection.
        if (ours) told = page.body;
        byId("refused").textContent = (told && told.textContent) || start.getAttribute("data-offline");
        if (status === 422 && !told) main.parentNode.replaceChild(page.getElementById("main"), main);
      });
    };
  }
})();
