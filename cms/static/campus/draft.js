/* Saves a draft a moment after the last key, and keeps it on the device until the server has it. The page works without it. */
(() => {
  const form = document.querySelector("form[data-draft]"), line = document.querySelector("[data-saved]");
  if (!form || !line) return;
  const own = form.dataset.draft, key = "draft " + own, sequence = form.elements.sequence;
  const address = form.dataset.save || form.action, count = document.querySelector("[data-count]");
  const OURS = (name) => name && !["csrfmiddlewaretoken", "uploads", "go", "deed"].includes(name);
  const fields = () => [...new FormData(form)].filter(([name, value]) => OURS(name) && typeof value == "string");
  const stored = (deed) => { try { return deed(localStorage); } catch { /* none: the page does */ } };
  let since, busy, dirty, timer;

  const tell = (text, bad) => {
    line.setAttribute("role", bad ? "alert" : "status");
    line.className = bad ? "error" : "";
    line.textContent = text;
  };
  const send = async () => {
    if (busy || !dirty) return;
    busy = true;
    dirty = false;
    const entries = fields();
    let pause = 0;
    since ||= new Date().toLocaleTimeString([], { timeStyle: "short", hourCycle: "h23", timeZone: line.dataset.zone || undefined });
    try {
      const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
      const reply = await fetch(address, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([token, ...entries]),
        signal: AbortSignal.timeout(8000),
      });
      const told = await reply.json();
      tell(told.message, !told.saved);
      since = "";
      if (told.saved) {
        sequence.value = told.sequence + 1;
        if (!dirty) stored((store) => store.removeItem(key));
      }
    } catch {
      tell(line.dataset.unsaved.replace("%s", since));
      dirty = true;
      pause = 3000;
    } finally {
      busy = false;
    }
    if (dirty) timer = setTimeout(send, pause);
  };

  // What this person typed and the server never got comes back. What somebody else left is thrown away.
  stored((store) => {
    for (const other of Object.keys(store))
      if (other.startsWith("draft ") && other.split(" ")[1].split(".")[0] != own.split(".")[0]) store.removeItem(other);
    const kept = JSON.parse(store.getItem(key) || "null");
    if (!kept || +kept.find(([name]) => name == "sequence")[1] < +sequence.value) return store.removeItem(key);
    for (const [name, value] of kept) {
      const field = form.elements.namedItem(name); // never elements[name]: it also finds what every object inherits
      if (field && name != "sequence") field.value = value;
    }
    dirty = true;
  });
  form.addEventListener("input", (event) => {
    if (event.target.type == "file") return;
    dirty = true;
    stored((store) => store.setItem(key, JSON.stringify(fields())));
    clearTimeout(timer);
    timer = setTimeout(send, 2000);
    if (count && event.target.name == "text")
      count.textContent = count.dataset.count.replace("%s", event.target.value.split(/\s+/).filter((run) => /[\p{L}\p{N}]/u.test(run)).length);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); dirty = false; stored((store) => store.removeItem(key)); });
  onpageshow = (event) => event.persisted && location.reload();
  send();
})();
