/* The live channel on the page: suggestions as soon as they are better, and whether the other is there.
   Without it, or while it is lost, the form asks by itself: nothing else changes. See docs/live.md. */
"use strict";
(() => {
  const QUIET = 900; /* milliseconds without a key, after which the form asks */
  const STOPPED = 1200; /* without a key, after which nobody is speaking into it any more */
  const partner = document.getElementById("partner");
  if (!partner) return;
  const form = document.getElementById("hearing");
  const answer = document.getElementById("answer");
  const panel = document.getElementById("follow-ups");
  const address = new URL(`../../v1/conversations/${partner.dataset.conversation}/live`, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  let socket = null;
  let isSeated = false;
  let seq = 0;
  let seen = 0;
  let tries = 0;

  const send = (message) => socket.send(JSON.stringify(message));
  const put = (place, text) => {
    if (place.textContent !== text) place.textContent = text;
  };

  /* What is offered, in the page's own pattern: words only ever become text. */
  const pattern = document.getElementById("offer-pattern");
  const made = (offer, number) => {
    const item = pattern.content.cloneNode(true).firstElementChild;
    const isQuiet = offer.move === "mirror" || offer.move === "wait";
    item.className = isQuiet ? "does" : "says";
    item.querySelector(".kind strong").textContent = panel.dataset[isQuiet ? offer.move : "ask"];
    item.querySelector(".kind span").textContent = offer.why ? ` · ${offer.why}` : "";
    const words = item.querySelector(".offer");
    words.textContent = offer.text;
    words.id = `offer-${number}`;
    for (const button of item.querySelectorAll("button")) {
      button.value = offer.text;
      button.dataset.id = offer.id;
      button.setAttribute("aria-describedby", words.id);
    }
    return item;
  };
  const show = (message) => {
    const parts = [];
    if (message.suggestions.length) {
      const heading = document.createElement("h2");
      heading.textContent = panel.dataset.title;
      const list = document.createElement("ul");
      list.className = "offers";
      list.append(...message.suggestions.map((offer, at) => made(offer, at + 1)));
      parts.push(heading, list);
    } else {
      const silence = document.createElement("p");
      silence.className = "silence";
      silence.textContent = message.abstained ? message.abstained.text : panel.dataset.quiet;
      parts.push(silence);
    }
    if (message.tip) {
      const tip = document.createElement("p");
      const what = document.createElement("strong");
      tip.className = "tip";
      what.textContent = panel.dataset.tip;
      tip.append(what, ` ${message.tip.text}`);
      parts.push(tip);
    }
    const hadFocus = panel.contains(document.activeElement);
    panel.replaceChildren(panel.querySelector("input[name=gone]"), ...parts);
    if (hadFocus) answer.focus();
  };

  const heard = {
    seated: () => {
      isSeated = true;
      tries = 0;
      if (form && answer.value.trim()) say(false);
    },
    suggestions: (message) => {
      seen = message.seq;
      if (form && answer.value.trim()) show(message);
    },
    partner: (message) => {
      const what = message.writing ? "writing" : message.present ? "present" : "absent";
      partner.dataset.is = what;
      put(partner, partner.dataset[what]);
    },
    bye: (message) => {
      if (message.reason !== "stopping") tries = Infinity;
    },
  };
  const open = () => {
    try {
      socket = new WebSocket(address);
    } catch {
      return; /* a browser, or a policy around it, that knows none */
    }
    socket.onopen = () => send({ type: "sit", side: form ? "coach" : "speaker", after: seen });
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (heard[message.type]) heard[message.type](message);
    };
    socket.onclose = (event) => {
      isSeated = false;
      put(partner, "");
      if (event.code >= 4400 && event.code < 4500) return;
      tries += 1;
      if (tries < 20) setTimeout(open, Math.min(30, 2 ** tries) * 1000);
    };
  };

  /* What the coach types; by the form where the channel isn't there. */
  const say = (isFinal) => {
    seq += 1;
    send({ type: "text", seq, text: answer.value, question: form.dataset.question, final: isFinal });
  };
  if (form) {
    let quiet = 0;
    let stopped = 0;
    answer.addEventListener("input", () => {
      clearTimeout(quiet);
      clearTimeout(stopped);
      if (isSeated && answer.value.trim()) {
        say(false);
        stopped = setTimeout(() => isSeated && say(true), STOPPED);
      } else {
        quiet = setTimeout(() => window.htmx.trigger(form, "look"), QUIET);
      }
    });
    panel.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-id]");
      if (!button || !isSeated) return;
      event.preventDefault();
      const { id, does } = button.dataset;
      send(does === "asked" ? { type: "asked", id, text: button.value } : { type: "dismissed", id });
      const gone = panel.querySelector("input[name=gone]");
      gone.value = gone.value ? `${gone.value}\n${button.value}` : button.value;
      button.closest("li").remove();
      if (panel.querySelector(".offers li")) answer.focus();
      else show({ suggestions: [], abstained: null, tip: null });
    });
  }
  open();
})();
