// "?" opens the page of the keys, except where somebody writes.
document.addEventListener("keydown", (event) => {
  const link = document.querySelector('link[rel="help"]');
  if (event.key !== "?" || event.ctrlKey || event.metaKey || !link) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  location.assign(link.href);
});
