// A ceremony of the months is dragged onto another day: that opens the form of its move with the day filled in.
// Nothing is changed here; without a script the link "Move to another day" opens the same form.
const grid = document.querySelector("[data-grid]");
const KIND = "text/x-ceremony";

grid?.querySelectorAll("a[data-move]").forEach((link) => {
  link.draggable = true;
  link.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData(KIND, link.dataset.move);
    event.dataTransfer.effectAllowed = "move";
  });
});

const dayOf = (event) =>
  event.dataTransfer.types.includes(KIND) ? event.target.closest("td[data-day]") : null;

grid?.addEventListener("dragover", (event) => {
  const day = dayOf(event);
  grid.querySelectorAll(".over").forEach((one) => one.classList.toggle("over", one === day));
  if (!day) return;
  event.preventDefault();
  day.classList.add("over");
});

grid?.addEventListener("dragend", () => grid.querySelector(".over")?.classList.remove("over"));

grid?.addEventListener("drop", (event) => {
  const day = dayOf(event);
  if (!day) return;
  event.preventDefault();
  const address = new URL(event.dataTransfer.getData(KIND), location.href);
  if (address.origin !== location.origin) return;
  address.searchParams.set("to", day.dataset.day);
  location.assign(address);
});
