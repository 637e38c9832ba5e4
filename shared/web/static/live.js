/* A page that follows what happens: asked every two seconds, mostly answered that nothing is new.
   Parts (data-part) are replaced one by one, and only those that are different, so that whoever is
   at one of them stays there. Times (data-since) are counted here, from moments. */
(() => {
  const EVERY = 2000;
  const root = document.querySelector("[data-live]");
  if (!root) return;
  let etag = root.dataset.live;
  let ahead = Number(root.dataset.now) - Date.now() / 1000;
  let busy = false;
  const parts = (from) => new Map([...from.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]));
  /* As the server wrote them: what is counted here is no difference. */
  const plain = (part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("[data-since]").forEach((each) => { each.textContent = ""; });
    return copy.innerHTML;
  };
  const shown = new Map([...parts(document)].map(([name, part]) => [name, plain(part)]));

  const span = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 60) return `${whole} s`;
    const minutes = Math.floor(whole / 60);
    const hours = Math.floor(minutes / 60);
    return hours ? `${hours} h ${String(minutes % 60).padStart(2, "0")} min` : `${minutes} min`;
  };
  const count = () => {
    const now = Date.now() / 1000 + ahead;
    document.querySelectorAll("[data-since]").forEach((each) => {
      const words = span(now - Number(each.dataset.since));
      if (each.textContent !== words) each.textContent = words;
    });
  };

  const take = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-live]");
    if (!fresh) {
      location.reload(); /* Signed out meanwhile: the page says so. */
      return;
    }
    ahead = Number(fresh.dataset.now) - Date.now() / 1000;
    const here = parts(document);
    for (const [name, part] of parts(page)) {
      const old = here.get(name);
      const now = plain(part);
      if (!old || shown.get(name) === now) continue;
      shown.set(name, now);
      const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.replaceChildren(...[...part.childNodes].map((each) => document.adoptNode(each)));
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    }
    count();
  };
  const lost = (yes) => {
    const said = document.querySelector("[data-lost]");
    if (said && said.hidden === yes) said.hidden = !yes;
  };

  const ask = async () => {
    if (busy || document.hidden) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { "If-None-Match": `"${etag}"` } });
      if (answer.status === 200) {
        etag = (answer.headers.get("ETag") ?? "").replaceAll('"', "");
        take(await answer.text());
      }
      lost(answer.status >= 400);
    } catch {
      lost(true);
    } finally {
      busy = false;
    }
  };
  count();
  setInterval(count, 1000);
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
