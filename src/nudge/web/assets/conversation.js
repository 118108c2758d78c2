/* Clocks that go on, notes that say whether they are kept, and the time zone of this browser.
   The page does everything without this file; nothing is kept in the browser and nothing sent elsewhere. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const TURN = 300;
  const FOR_PLEDGES = 600;
  const HEAD_START = 60;

  /* The clock: the server said how it stood when the page was made; from there on it is counted here. */
  const clock = byId("clock");
  const began = performance.now();
  const number = (name) => Number(clock.dataset[name]);
  const say = (id, text) => {
    const place = byId(id);
    if (place.textContent !== text) place.textContent = text;
  };
  const show = (id, isShown) => {
    const place = byId(id);
    if (place.dataset.never === undefined && place.hidden === isShown) place.hidden = !isShown;
  };
  const tick = () => {
    const past = Math.floor((performance.now() - began) / 1000);
    const running = clock.dataset.running === "1" ? past : 0;
    const speaks = clock.dataset.side === "speaker";
    const spoken = number("spoken") + (speaks ? running : 0);
    const listened = number("listened") + (speaks ? 0 : running);
    say("spoken", clock.dataset.saysSpoken.replace("{spoken}", Math.floor(spoken / 60)));
    say("listened", clock.dataset.saysListened.replace("{listened}", Math.floor(listened / 60)));
    const share = (100 * (spoken + HEAD_START)) / (spoken + listened + 2 * HEAD_START);
    byId("share").setAttribute("width", String(Math.round(share)));
    const turn = number("turn") + running;
    if (byId("ring")) {
      byId("ring").setAttribute("stroke-dashoffset", String(Math.min(100, Math.round((100 * turn) / TURN))));
      const minutes = Math.ceil(Math.max(0, TURN - turn) / 60);
      say("turn-left", minutes ? clock.dataset.saysLeft.replace("{minutes}", minutes) : clock.dataset.saysFull);
    }
    const left = clock.dataset.left === "" ? Infinity : Math.max(0, number("left") - past);
    show("turn-over", clock.dataset.running === "1" && turn >= TURN && left > FOR_PLEDGES);
    show("pledge-time", left <= FOR_PLEDGES && left > 0);
    show("ended", left === 0);
  };
  if (clock) {
    tick();
    setInterval(tick, 1000);
  }

  /* Notes: kept while one types; says so, and says when it couldn't. */
  const notes = document.querySelector("form[data-keeps]");
  if (notes) {
    const saved = byId("saved");
    const note = byId("note");
    let kept = note.defaultValue;
    let sent = kept;
    let isFailing = false;
    let isLeaving = false;
    note.addEventListener("input", () => {
      if (!isFailing) say("saved", note.value === kept ? "" : saved.dataset.waiting);
    });
    notes.addEventListener("submit", () => {
      isLeaving = true;
    });
    document.body.addEventListener("htmx:beforeRequest", (event) => {
      if (event.detail.elt === notes) sent = note.value;
    });
    document.body.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== notes) return;
      isFailing = !event.detail.successful;
      if (isFailing) {
        say("saved", saved.dataset.failed);
        setTimeout(() => window.htmx.trigger(notes, "retry"), 5000);
      } else {
        kept = sent;
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (!isLeaving && note.value !== kept) event.preventDefault();
    });
    document.querySelectorAll("nav a, footer a").forEach((link) =>
      link.addEventListener("click", (event) => {
        if (note.value === kept || event.ctrlKey || event.metaKey || event.shiftKey) return;
        const step = link.getAttribute("href");
        if (step === "sheet") return;
        event.preventDefault(); /* keep it on the way */
        const go = document.createElement("input");
        Object.assign(go, { type: "hidden", name: "to", value: step });
        notes.append(go);
        notes.action = "go";
        isLeaving = true;
        HTMLFormElement.prototype.submit.call(notes);
      }),
    );
  }

  /* Who put a suggestion aside by keyboard is left where they were, not at the top of the page. */
  const answer = byId("answer");
  if (answer) {
    let wasInside = false;
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      wasInside = event.detail.target.contains(document.activeElement);
    });
    document.body.addEventListener("htmx:afterSwap", () => {
      if (wasInside) answer.focus();
    });
  }

  /* Said once: what is the same as before is neither swapped nor read out again. */
  const checked = byId("checked");
  if (checked) {
    const words = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
    document.body.addEventListener("htmx:beforeSwap", (event) => {
      const { target, serverResponse } = event.detail;
      if (target === checked && words(serverResponse) === checked.textContent.trim()) {
        event.detail.shouldSwap = false;
      }
    });
  }

  /* What was typed before the scripts were there counts as typed now. */
  window.addEventListener("load", () =>
    document.querySelectorAll("textarea").forEach((box) => {
      if (box.value !== box.defaultValue) box.dispatchEvent(new Event("input", { bubbles: true }));
    }),
  );

  /* Of what is read in a pledge only the question is read out, and only when it is another one. */
  if (byId("reading")) {
    document.body.addEventListener("htmx:afterSwap", () => {
      const missing = byId("missing");
      say("missing-said", missing ? missing.textContent : "");
    });
  }

  /* Buttons that scripts make needless. */
  document.documentElement.classList.add("scripted");

  /* Where nobody told the time zone, the browser's counts. */
  const zone = byId("time-zone");
  if (zone && !zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
})();
