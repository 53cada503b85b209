/* Keeps hours that could not be sent, and sends them when there is a connection. The page works without it. */
(() => {
  const form = document.querySelector("form[data-hours]"), line = document.querySelector("[data-unsent]");
  if (!form || !line) return;
  const prefix = `hours ${form.dataset.hours} `;
  const stored = (deed) => { try { return deed(localStorage); } catch { /* none: the form is posted */ } };
  const mine = () => stored((store) => Object.keys(store).filter((key) => key.startsWith(prefix)).sort()) || [];
  const tell = (text) => {
    const count = mine().length;
    line.hidden = !count && !text;
    line.textContent = text || line.dataset.text.replace("%s", count);
  };
  const post = async (entries) => {
    const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
    const reply = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams([token, ...entries]),
      signal: AbortSignal.timeout(8000),
    });
    return reply.json();
  };

  // The server takes each entry once: its number was made with the form.
  const send = async () => {
    for (const key of mine()) {
      let told;
      try {
        told = await post(JSON.parse(localStorage.getItem(key)));
      } catch {
        return tell();
      }
      if (!told.saved) return tell(told.message);
      stored((store) => store.removeItem(key));
      if (!mine().length) return location.replace(location.pathname);
    }
  };

  // What somebody else left on this device is thrown away, never sent.
  stored((store) => {
    for (const key of Object.keys(store)) if (key.startsWith("hours ") && !key.startsWith(prefix)) store.removeItem(key);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine || form.elements.evidence?.files.length) return;
    event.preventDefault();
    const entries = [...new FormData(form)].filter(([name, value]) => name != "csrfmiddlewaretoken" && typeof value == "string");
    const kept = stored((store) => { store.setItem(`${prefix}${Date.now()}`, JSON.stringify(entries)); return true; });
    if (!kept) return;
    form.elements.client_id.value = crypto.randomUUID?.() || form.elements.client_id.value.slice(0, -12) + String(Date.now()).padStart(12, "0").slice(-12);
    form.elements.hours.value = form.elements.activity.value = "";
    tell();
  });
  addEventListener("online", send);
  tell();
  if (navigator.onLine) send();
})();
