// A lesson's editor: the preview follows what is typed, keys format, nothing typed gets lost.
(() => {
  const form = document.getElementById("words");
  const text = form.elements.body;
  const frame = document.querySelector(".preview-frame");
  const editor = document.querySelector(".editor");
  const names = [...form.elements].filter((field) => field.name && !["hidden", "submit"].includes(field.type)).map((field) => field.name);
  const now = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
  const same = (one, other) => names.every((name) => (one[name] ?? "") === (other[name] ?? ""));
  const asLoaded = now();
  // A form that came back with errors, or because somebody else had saved, was not saved either.
  const isUnsaved = () => isBack || !same(asLoaded, now());
  const isBack = Boolean(document.querySelector(".errorlist, .editor-meanwhile"));
  let isLeaving = false;

  // Preview
  let asked = 0;
  const preview = async () => {
    const mine = ++asked;
    const sent = { method: "POST", body: new FormData(form), redirect: "manual" };
    const answer = await fetch(form.dataset.preview, sent).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return; // A later one was faster, or is on its way.
    const shown = frame.contentDocument?.getElementById("content");
    if (shown) shown.replaceWith(frame.contentDocument.adoptNode(page.getElementById("content")));
  };
  let due;
  form.addEventListener("input", () => {
    clearTimeout(due);
    due = setTimeout(preview, 400);
  });
  form.querySelector("[data-look]").hidden = true;
  if (isBack) frame.addEventListener("load", preview, { once: true });

  // Tabs, where the panes do not fit side by side
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const show = (tab) => {
    editor.dataset.view = tab.id.replace("tab-", "");
    for (const each of tabs) {
      each.setAttribute("aria-selected", String(each === tab));
      each.tabIndex = each === tab ? 0 : -1;
    }
  };
  document.querySelector(".editor-tabs").hidden = false;
  for (const tab of tabs) {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      const other = tabs.find((each) => each !== tab);
      show(other);
      other.focus();
    });
  }

  // Keys
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = { b: "md-bold", i: "md-italic" }[event.key.toLowerCase()];
    if (!tool) return;
    event.preventDefault();
    document.querySelector(tool).click();
  });

  // What is typed is kept in this browser until it is saved
  const key = `words ${form.dataset.keep}`;
  const kept = document.querySelector("[data-kept]");
  // A browser that keeps nothing still asks before one leaves.
  const stored = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  const keep = () => stored(() => localStorage.setItem(key, JSON.stringify(now())));
  const forget = () => stored(() => localStorage.removeItem(key));
  if (new URLSearchParams(location.search).has("saved")) {
    forget();
    history.replaceState(null, "", location.pathname);
  }
  const before = stored(() => JSON.parse(localStorage.getItem(key)));
  if (before && !same(before, asLoaded)) kept.hidden = false;
  else if (before && !isBack) forget();
  kept.querySelector("[data-take]").addEventListener("click", () => {
    for (const name of names) form.elements[name].value = before[name] ?? "";
    kept.hidden = true;
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  kept.querySelector("[data-drop]").addEventListener("click", () => {
    forget();
    kept.hidden = true;
  });
  form.addEventListener("input", () => {
    kept.hidden = true;
    keep();
  });
  form.addEventListener("submit", () => {
    keep();
    isLeaving = true;
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved() && !isLeaving) event.preventDefault();
  });

  // Pictures
  const insert = (line) => {
    const [start, end] = [text.selectionStart, text.selectionEnd];
    const gap = start && text.value[start - 1] !== "\n" ? "\n\n" : "";
    text.setRangeText(`${gap}${line}\n\n`, start, end, "end");
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-insert]")?.dataset.insert;
    if (line) insert(line);
  });
  for (const button of document.querySelectorAll("[data-insert]")) button.hidden = false;

  const upload = document.querySelector(".picture-form");
  const problem = upload.querySelector("[data-picture-problem]");
  upload.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (upload.dataset.sending) return;
    upload.dataset.sending = "true";
    const headers = { Accept: "text/plain" };
    const sent = { method: "POST", body: new FormData(upload), headers, redirect: "manual" };
    const answer = await fetch(upload.action, sent).catch(() => null);
    const said = answer ? await answer.text() : "";
    delete upload.dataset.sending;
    problem.hidden = answer?.status === 201;
    if (answer?.status === 201) {
      insert(said);
      upload.reset();
      return;
    }
    const errors = new DOMParser().parseFromString(said, "text/html").querySelectorAll(".errorlist li");
    problem.textContent = [...errors].map((each) => each.textContent).join(" ") || upload.dataset.failed;
  });
})();
