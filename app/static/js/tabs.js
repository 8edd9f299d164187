// A row of tabs that is wider than a phone starts at the one that is open.
for (const current of document.querySelectorAll(".tabs [aria-current]")) {
  const tabs = current.closest(".tabs");
  const hidden = current.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
  if (hidden > 0) tabs.scrollLeft = hidden + tabs.clientWidth / 4;
}
