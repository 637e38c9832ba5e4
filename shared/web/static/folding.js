/* The coach stays folded, or open, from page to page: each member remembers it for itself. */
(() => {
  const panel = document.querySelector(".coach-frame > details");
  if (!panel) return;
  const key = "moot-coach-folded";
  try {
    if (localStorage.getItem(key) === "yes") panel.open = false;
    panel.addEventListener("toggle", () => localStorage.setItem(key, panel.open ? "no" : "yes"));
  } catch {
    /* A browser that keeps nothing shows it open every time. */
  }
})();
