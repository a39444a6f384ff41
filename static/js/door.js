/* The live list at the door: asked for again while somebody looks at it, and a tap is kept without
   leaving the page. The page works without this file: every tap is a form, "Look again" a link. */
(function () {
  "use strict";
  var PATIENCE = 8000, STAYS = 6000;

  function begin() {
    var box = document.getElementById("door-list"), form = document.getElementById("door");
    if (!box || !window.fetch) return;
    var note = document.getElementById("door-note"), news = document.getElementById("door-news");
    var every = Number(box.dataset.every) || 1000, tag = box.dataset.tag;
    var timer = null, turn = 0, ended = false, held = null, down = false, lostAt = 0;

    function tell(state) {
      if (state === "lost") lostAt = Date.now();
      else if (Date.now() - lostAt < STAYS) return;
      var words = state ? note.dataset[state] || "" : "";
      if (note.textContent !== words) note.textContent = words;
    }
    function later(wait) {
      clearTimeout(timer);
      if (!ended && !document.hidden) timer = setTimeout(ask, wait);
    }
    function call(url, options) {
      var stop = window.AbortController && new AbortController();
      var clock = setTimeout(function () { if (stop) stop.abort(); }, PATIENCE);
      Object.assign(options, { cache: "no-store", redirect: "manual", credentials: "same-origin" });
      if (stop) options.signal = stop.signal;
      return fetch(url, options).finally(function () { clearTimeout(clock); });
    }

    /* Only the latest question counts: an answer that was overtaken is not shown. */
    function ask() {
      var mine = ++turn;
      function stale() { return mine !== turn; }
      call(box.dataset.door, { headers: { "X-Poll": "1", "If-None-Match": tag } })
        .then(function (answer) {
          if (stale()) return;
          if (answer.status === 304) return tell("");
          if (answer.status >= 500) return tell("waiting");
          if (answer.status !== 200) { ended = true; return tell("ended"); }
          return answer.text().then(function (html) {
            if (stale()) return;
            tag = answer.headers.get("ETag");
            tell("");
            show(html);
          });
        })
        .catch(function () { if (!stale()) tell("waiting"); })
        .then(function () { if (!stale()) later(every); });
    }

    /* While a finger is down the list stands still: what she aims at stays where it is. */
    function show(html) {
      if (down) { held = html; return; }
      held = null;
      var at = box.contains(document.activeElement) && document.activeElement.id;
      box.innerHTML = html;
      var again = at && document.getElementById(at);
      if (again) again.focus({ preventScroll: true });
      var said = document.getElementById("door-said");
      if (said && news.textContent !== said.textContent) news.textContent = said.textContent;
    }
    function up() {
      down = false;
      setTimeout(function () { if (held !== null && !down) show(held); }, 300);
    }
    box.addEventListener("pointerdown", function () { down = true; });
    addEventListener("pointerup", up);
    addEventListener("pointercancel", up);

    form.addEventListener("submit", function (e) {
      var button = e.submitter;
      if (!button || ended) return;
      e.preventDefault();
      var said = new URLSearchParams(new FormData(form));
      said.append(button.name, button.value);
      button.disabled = true;
      call(button.formAction, { method: "POST", body: said })
        .then(function (answer) {
          if (answer.type !== "opaqueredirect") return location.reload();
          lostAt = 0;
          ask();
        })
        .catch(function () { button.disabled = false; tell("lost"); });
    });
    document.addEventListener("visibilitychange", function () { later(0); });
    later(every);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
