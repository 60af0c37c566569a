// A worksheet saves itself a moment after the last key. Until the server has said yes, what was typed is kept in
// this browser: a lost connection, a crash or a session that ended takes nothing. Without this script: the button.
(() => {
  const form = document.getElementById("worksheet");
  const told = document.getElementById("autosave");
  if (!form || !told) return;
  const PAUSE = 2000;
  const AGAIN = 15000;
  const words = told.dataset;
  const url = words.autosave;
  const state = form.querySelector("[data-save-state]");
  const place = `worksheet ${words.worksheet} `;
  let key = place + form.elements.editing.value;

  const controls = () => [...form.elements].filter((control) => control.name.startsWith("a-"));
  const valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "on" : "") : control.value);
  const typed = () => Object.fromEntries(controls().map((control) => [control.name, valueOf(control)]));
  const put = (control, value) => {
    if (control.type === "checkbox") control.checked = Boolean(value);
    else control.value = value;
  };
  const say = (what) => {
    if (what && state.textContent !== what) state.textContent = what;
  };

  let confirmed = typed(); // What the server has.
  let timer;
  let sending = null;
  let isLeaving = false;
  const isDirty = () => JSON.stringify(typed()) !== JSON.stringify(confirmed);

  // --- In this browser
  const keep = () => {
    const { base, editing } = form.elements;
    const kept = { at: Date.now(), values: typed(), base: base.value, editing: editing.value };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  };
  const forget = (which = key) => {
    try {
      localStorage.removeItem(which);
    } catch {}
  };

  // --- To the server
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };
  const token = () =>
    document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;

  const ask = () => {
    const body = new URLSearchParams(new FormData(form));
    return fetch(url, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": token() },
      redirect: "manual",
      keepalive: body.toString().length < 60000,
      signal: AbortSignal.timeout?.(20000),
    });
  };

  const send = () => {
    if (!url || sending || isLeaving || !isDirty()) return sending;
    say(words.saving);
    sending = exchange().finally(() => {
      sending = null;
      if (isDirty()) later(state.textContent === words.saving ? PAUSE : AGAIN);
    });
    return sending;
  };

  const exchange = async () => {
    const sent = typed();
    let answer;
    try {
      answer = await ask();
    } catch {
      return say(navigator.onLine ? words.failed : words.offline);
    }
    // Whoever is signed out is led to another page; whoever signed in anew has another token.
    if (answer.type === "opaqueredirect" || answer.status === 403) return say(words.signedOut);
    if (answer.status === 409) return say((await answer.json()).said);
    if (!answer.ok) return say(words.failed);
    take(sent, await answer.json());
  };

  // What stands there now: others may have written meanwhile. Fields typed into since are left alone, and then the
  // version this page goes on from stays the old one, so that the server can tell both changes apart.
  const take = (sent, saved) => {
    const before = confirmed;
    confirmed = { ...sent };
    let isOvertaken = false;
    for (const control of controls()) {
      const { name } = control;
      const now = saved.answers[name] === undefined ? sent[name] : control.type === "checkbox" ? (saved.answers[name] ? "on" : "") : saved.answers[name];
      const isMine = sent[name] !== before[name];
      if (now === sent[name]) continue;
      if (valueOf(control) !== sent[name]) isOvertaken ||= !isMine;
      else if (!isMine || control !== document.activeElement) {
        put(control, now);
        confirmed[name] = valueOf(control);
      }
    }
    if (!isOvertaken) form.elements.base.value = saved.base;
    if (saved.editing) form.elements.editing.value = saved.editing;
    form.elements.seen.value = saved.seen;
    show(saved);
    if (isDirty()) keep();
    else {
      forget();
      say(Object.keys(saved.others).length ? `${saved.said} ${words.both}` : saved.said);
    }
  };

  const show = (saved) => {
    for (const part of document.querySelectorAll("[data-standing]")) part.textContent = saved.standing;
    for (const part of form.querySelectorAll("[data-other]")) part.innerHTML = saved.others[part.dataset.other] ?? "";
    for (const part of form.querySelectorAll("[data-complaint]")) {
      const said = saved.complaints[part.dataset.complaint];
      part.replaceChildren();
      form.elements[part.dataset.complaint]?.toggleAttribute("aria-invalid", false);
      if (!said) continue;
      const list = part.appendChild(document.createElement("ul"));
      list.className = "errorlist";
      list.appendChild(document.createElement("li")).textContent = said;
      form.elements[part.dataset.complaint]?.setAttribute("aria-invalid", "true");
    }
  };

  // --- When
  form.addEventListener("input", () => {
    if (!keep()) say(words.unkept);
    else say(!url ? words.unnamed : navigator.onLine ? words.typing : words.offline);
    later(PAUSE);
  });
  form.addEventListener("change", () => later(PAUSE));
  form.addEventListener("submit", (event) => {
    form.elements.csrfmiddlewaretoken.value = token();
    keep();
    if (!navigator.onLine) {
      event.preventDefault();
      say(words.offline);
    } else if (sending) {
      event.preventDefault(); // What is on its way arrives first.
      sending.finally(() => form.requestSubmit(event.submitter));
    } else {
      isLeaving = true;
      clearTimeout(timer);
      key += " later"; // What is typed from here on is not in what was sent: the next page offers it.
    }
  });
  document.addEventListener("visibilitychange", send);
  window.addEventListener("pagehide", send);
  window.addEventListener("online", send);
  window.addEventListener("offline", () => isDirty() && say(words.offline));
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());

  // --- What an earlier page left behind
  const here = new URL(location.href);
  if (here.searchParams.has("saved")) {
    forget(place + here.searchParams.get("saved"));
    here.searchParams.delete("saved");
    history.replaceState(null, "", here);
  }

  const leftovers = () =>
    Object.keys(localStorage)
      .filter((name) => name.startsWith(place) && name !== key)
      .flatMap((name) => {
        try {
          return [{ name, ...JSON.parse(localStorage.getItem(name)) }];
        } catch {
          return [];
        }
      })
      .sort((one, other) => other.at - one.at);

  const bare = (control, value) => (control.inputMode === "decimal" ? value.replace(/[^\d-]/g, "") : value);
  const differing = (values) =>
    controls().filter((control) => control.name in values && bare(control, valueOf(control)) !== bare(control, values[control.name]));

  const box = document.getElementById("kept-here");
  const offer = () => {
    let found;
    try {
      found = leftovers();
    } catch {
      return;
    }
    const left = found.find((one) => {
      if (differing(one.values).length) return true;
      forget(one.name);
      return false;
    });
    if (!left) return;
    // Another tab may be about to send it.
    const age = Date.now() - left.at;
    if (age < PAUSE * 2) return setTimeout(offer, PAUSE * 2 - age + 100);
    reveal(left);
  };

  const reveal = (left) => {
    const list = box.querySelector("[data-kept-list]");
    list.replaceChildren();
    for (const control of differing(left.values)) {
      const pair = list.appendChild(document.createElement("div"));
      pair.appendChild(document.createElement("dt")).textContent = control.labels?.[0]?.firstChild?.textContent.trim() ?? "";
      pair.appendChild(document.createElement("dd")).textContent = left.values[control.name] || "–";
    }
    box.querySelector("[data-kept-at]").textContent = new Date(left.at).toLocaleString(document.documentElement.lang);
    box.querySelector("[data-kept-drop]").onclick = () => {
      forget(left.name);
      box.hidden = true;
    };
    box.querySelector("[data-kept-take]").onclick = () => {
      for (const control of controls()) if (control.name in left.values) put(control, left.values[control.name]);
      form.elements.base.value = left.base;
      form.elements.editing.value = left.editing;
      keep();
      forget(left.name);
      box.hidden = true;
      send();
    };
    box.hidden = false;
  };
  offer();
})();
