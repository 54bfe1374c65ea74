// Items are dragged by their grip, with a mouse or a finger; the buttons beside them do the same without it.
const form = document.getElementById("order");
const rows = () => [...document.querySelectorAll("[data-item]")];

function drag(down) {
  const row = down.target.closest("[data-item]");
  const before = rows().map((one) => one.dataset.item).join();
  const grip = down.target;
  grip.setPointerCapture(down.pointerId);
  row.classList.add("dragged");
  const move = (event) => {
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-item]");
    if (!over || over === row) return;
    const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
    over.parentNode.insertBefore(row, event.clientY < middle ? over : over.nextSibling);
  };
  const end = (event) => {
    grip.removeEventListener("pointermove", move);
    row.classList.remove("dragged");
    const order = rows().map((one) => one.dataset.item).join();
    if (event.type === "pointerup" && order !== before) {
      form.elements.items.value = order;
      form.submit();
    } else if (order !== before) location.reload();
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", end, { once: true });
  grip.addEventListener("pointercancel", end, { once: true });
  down.preventDefault();
}

if (form) {
  for (const grip of document.querySelectorAll(".grip")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", drag);
  }
}
