/* Leaving at once, errors, "are you sure", live lists. Every page works without this file.
   It is read before the page is painted: after leaving, Back must not show her page again. */
(function () {
  "use strict";
  var root = document.documentElement;
  var exit = root.dataset.exit || root.dataset.leave;
  var KEY = "left";

  /* How often this tab has left. Each history entry remembers the count it was opened at, so that
     older entries stay shut for good, while an address typed anew opens as usual. */
  function leaves() {
    try { return Number(sessionStorage.getItem(KEY)) || 0; } catch (e) { return 0; }
  }
  function stamp() {
    try { history.replaceState(Object.assign({}, history.state, { left: leaves() }), ""); } catch (e) { /* no history */ }
  }
  function stale() { return ((history.state && history.state.left) || 0) !== leaves(); }
  function blank() {
    root.hidden = true;
    document.title = "\u2060";
    if (document.body) document.body.remove();
  }
  function goAway() { blank(); location.replace(exit); }

  /* Other tabs of ours leave with this one: whoever comes in sees them too. */
  var tabs = root.dataset.leave && "BroadcastChannel" in window ? new BroadcastChannel(KEY) : null;
  function note() {
    try { sessionStorage.setItem(KEY, String(leaves() + 1)); } catch (e) { /* storage is shut: replace still holds */ }
  }
  function leave() {
    note();
    blank();
    /* If the beacon is lost on the way, her next request brings this word that she left. */
    document.cookie = "x=1; path=/; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
    if (tabs) tabs.postMessage(KEY);
    /* Without a beacon our own address ends the session and sends her on. */
    var told = navigator.sendBeacon && navigator.sendBeacon(root.dataset.leave);
    location.replace(told ? exit : root.dataset.leave);
  }

  function guard() {
    var entry = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
    var type = entry ? entry.type : "navigate";
    if (type === "navigate" || type === "prerender") stamp();
    else if (stale()) return goAway();
    document.addEventListener("prerenderingchange", stamp);
    /* Out of sight while another page is shown, so that a page kept in memory comes back blank. */
    addEventListener("pagehide", function (e) { if (e.persisted) root.hidden = true; });
    addEventListener("pageshow", function (e) {
      if (e.persisted && stale()) goAway(); else if (e.persisted) root.hidden = false;
    });
    addEventListener("hashchange", function () { if (!history.state) stamp(); });
    if (tabs) tabs.onmessage = function () { note(); goAway(); };

    var presses = 0, last = 0;
    addEventListener("keydown", function (e) {
      if (e.key !== "Shift") { presses = 0; return; }
      if (e.repeat) return;
      presses = e.timeStamp - last > 5000 ? 1 : presses + 1;
      last = e.timeStamp;
      if (presses === 3) leave();
    }, true);
    /* The middle button too: it would open the other site in a new tab and leave this one here. */
    ["click", "auxclick"].forEach(function (how) {
      addEventListener(how, function (e) {
        var link = e.button < 2 && e.target.closest && e.target.closest("[data-leave-now]");
        if (!link) return;
        e.preventDefault();
        leave();
      }, true);
    });
  }
  if (root.dataset.leave) guard();

  function live(box) {
    var every = (Number(box.dataset.every) || 2) * 1000, tag = null;
    var note = document.getElementById(box.dataset.note || "");
    function again() { setTimeout(ask, every); }
    function ask() {
      if (document.hidden) return document.addEventListener("visibilitychange", ask, { once: true });
      var headers = { "X-Poll": "1" };
      if (tag) headers["If-None-Match"] = tag;
      fetch(box.dataset.live, { headers: headers, cache: "no-store", redirect: "manual", credentials: "same-origin" })
        .then(function (answer) {
          if (answer.status === 200) {
            tag = answer.headers.get("ETag");
            return answer.text().then(function (html) { show(html); tell(""); again(); });
          }
          if (answer.status === 304 || answer.status >= 500) { tell(answer.status === 304 ? "" : "waiting"); return again(); }
          tell("ended");
        })
        .catch(function () { tell("waiting"); again(); });
    }
    function show(html) {
      if (html === box.innerHTML) return;
      var held = box.contains(document.activeElement) && document.activeElement.id;
      box.innerHTML = html;
      if (held && document.getElementById(held)) document.getElementById(held).focus({ preventScroll: true });
    }
    function tell(state) { if (note) note.textContent = state ? note.dataset[state] || "" : ""; }
    again();
  }

  document.addEventListener("DOMContentLoaded", function () {
    var summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
    document.querySelectorAll("[data-live]").forEach(live);
  });
  document.addEventListener("submit", function (e) {
    var words = (e.submitter && e.submitter.dataset.confirm) || e.target.dataset.confirm;
    if (words && !confirm(words)) e.preventDefault();
  });
})();
