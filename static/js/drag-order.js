// Lessons are put in order by dragging them, or with the arrows beside each, which work without this script, too.
(() => {
  const said = document.getElementById("moved");
  const rows = (list) => [...list.querySelectorAll(":scope > [data-ref]")];

  const trim = (list) => {
    const all = rows(list);
    all.forEach((row, place) => {
      row.querySelector("[value=up]").disabled = place === 0;
      row.querySelector("[value=down]").disabled = place === all.length - 1;
    });
  };

  const order = (list) => rows(list).map((each) => each.dataset.ref).join(",");

  // One after the other, so that the last order is the one that stays.
  let turn = Promise.resolve();
  const save = (list, row) => {
    trim(list);
    turn = turn.then(() => send(list, row));
  };

  const send = async (list, row) => {
    const body = new FormData();
    body.set("order", order(list));
    body.set("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
    const place = `${rows(list).indexOf(row) + 1} / ${rows(list).length}`;
    const answer = await fetch(list.dataset.order, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const failed = answer?.status !== 204;
    said.textContent = failed ? list.dataset.failed : `${row.dataset.title} ${list.dataset.moved} ${place}`;
    said.classList.toggle("visually-hidden", !failed);
    said.classList.toggle("errornote", failed);
    if (failed) said.scrollIntoView({ block: "nearest" });
  };

  const step = (event) => {
    const button = event.submitter;
    const row = event.target.closest("[data-ref]");
    const other = button.value === "up" ? row.previousElementSibling : row.nextElementSibling;
    event.preventDefault();
    if (!other) return;
    button.value === "up" ? other.before(row) : other.after(row);
    save(row.parentElement, row);
    // At an end the arrow just pressed is off: the other one keeps the focus in the row.
    (button.disabled ? row.querySelector("button[name=to]:not(:disabled)") : button)?.focus();
  };

  const watch = (list) => {
    let dragged = null;
    let before = "";
    for (const row of rows(list)) {
      const grip = document.createElement("span");
      grip.className = "editor-grip";
      grip.draggable = true;
      grip.textContent = "⠿";
      grip.setAttribute("aria-hidden", "true");
      row.prepend(grip);
      row.querySelector(".editor-move").addEventListener("submit", step);
      grip.addEventListener("dragstart", (event) => {
        dragged = row;
        before = order(list);
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", row.dataset.title);
        event.dataTransfer.setDragImage(row, 0, 0);
        row.classList.add("is-dragged");
      });
      grip.addEventListener("dragend", () => {
        row.classList.remove("is-dragged");
        dragged = null;
        if (before !== order(list)) save(list, row);
      });
    }
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("[data-ref]");
      if (!dragged || !over || over.parentElement !== list) return;
      event.preventDefault();
      if (over === dragged) return;
      const { top, height } = over.getBoundingClientRect();
      event.clientY < top + height / 2 ? over.before(dragged) : over.after(dragged);
    });
    list.addEventListener("drop", (event) => event.preventDefault());
  };

  document.querySelectorAll("[data-order]").forEach(watch);
})();
