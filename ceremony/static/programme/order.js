// Items are dragged by their grip, with a mouse or a finger; the buttons beside them do the same without it.
const form = document.getElementById("order");
const rows = () => [...document.querySelectorAll("[data-item]")];

function drag(down) {
  const row = down.target.closest("[data-item]");
  const before = rows().map((one) => one.dataset.item).join();
  row.classList.add("dragged");
  const move = (event) => {
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-item]");
    if (!over || over === row) return;
    const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
    over.parentNode.insertBefore(row, event.clientY < middle ? over : over.nextSibling);
  };
  const end = (event) => {
    for (const kind of ["pointerup", "pointercancel"]) document.removeEventListener(kind, end);
    document.removeEventListener("pointermove", move);
    row.classList.remove("dragged");
    const order = rows().map((one) => one.dataset.item).join();
    if (order === before) return;
    if (event.type === "pointercancel") return location.reload();
    form.elements.items.value = order;
    form.submit();
  };
  // Not at the grip: a row that moves in the page loses the pointer.
  document.addEventListener("pointermove", move);
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, end);
  down.preventDefault();
}

if (form) {
  for (const grip of document.querySelectorAll(".grip")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", drag);
  }
}
