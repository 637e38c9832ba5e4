/* The coach asks every few seconds whether there is something new; the answer is mostly 304. */
(() => {
  const EVERY = 2500;
  const panel = () => document.querySelector("[data-coach]");
  let etag = panel()?.dataset.coach ?? "";
  let busy = false;

  const replace = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-coach]");
    const old = panel();
    if (!fresh || !old) return;
    const open = new Set([...old.querySelectorAll("details[open]")].map((each) => each.id));
    fresh.querySelectorAll("details").forEach((each) => {
      if (open.has(each.id)) each.open = true;
    });
    const focused = document.activeElement?.id;
    old.replaceWith(document.adoptNode(fresh));
    if (focused) document.getElementById(focused)?.focus();
  };

  const ask = async () => {
    if (busy || !etag || document.hidden || !panel()) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { "If-None-Match": `"${etag}"` } });
      if (answer.status === 200) {
        const html = await answer.text();
        etag = (answer.headers.get("ETag") ?? "").replaceAll('"', "");
        replace(html);
      }
    } catch {
      /* Away for a moment; the next time is soon. */
    } finally {
      busy = false;
    }
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
