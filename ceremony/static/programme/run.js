// Times run on from what the server said; who was pressed to go on cannot be pressed twice.
function tick() {
  for (const block of document.querySelectorAll("[data-server]")) {
    block.offset ??= Number(block.dataset.server) - Date.now();
    for (const time of block.querySelectorAll("[data-until]")) {
      const seconds = Math.trunc((Number(time.dataset.until) - Date.now() - block.offset) / 1000);
      const shown = Math.abs(seconds);
      const text = `${Math.floor(shown / 60)}:${String(shown % 60).padStart(2, "0")}`;
      time.textContent = seconds < 0 ? `${time.dataset.over} ${text}` : text;
    }
  }
}
setInterval(tick, 1000);

// A page that asks to sign in again, or none at all, does not take the place of what is under way.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.responseURL.includes("/login")) event.detail.shouldSwap = false;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden) event.preventDefault();
});
