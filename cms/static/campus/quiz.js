/* Saves each answer as it is chosen, counts the minutes down. Every quiz page works without it. */
(() => {
  const one = (selector) => document.querySelector(selector);
  const form = one("form[data-quiz]"), line = one("[data-saved]"), left = one("[data-left]");
  const inputsOf = (order) => [...document.querySelectorAll(`[data-order="${order}"] input[id]`)];
  const has = (entries, input) => entries.some((e) => e[0] == input.name && e[1] == input.value);

  const tell = (text, bad) => {
    line.setAttribute("role", bad ? "alert" : "status");
    line.className = bad ? "error" : "";
    line.textContent = text;
  };
  let over;
  const end = (text) => {
    over = true;
    left.textContent = 0;
    tell(text, true);
    const way = document.createElement("a");
    way.href = line.dataset.result;
    way.textContent = line.dataset.see;
    line.append(" ", way);
  };
  // From when the page came: the clock of the device may be wrong.
  const until = performance.now() + 1000 * left.dataset.left;
  const count = () => {
    if (over) return;
    const rest = until - performance.now();
    if (rest <= 0) return end(line.dataset.over);
    left.textContent = Math.ceil(rest / 6e4);
    setTimeout(count, 2000);
  };
  count();

  // What is not saved yet, by question; it outlives a reload. The server takes each sequence once.
  // The token names learner and attempt: what somebody else left on this device is thrown away, never sent.
  const token = form.elements.attempt.value, key = "quiz " + token;
  let waiting = {}, busy, since;
  try {
    for (const other of Object.keys(localStorage))
      if (other.startsWith("quiz ") && !other.startsWith(`quiz ${token.split(".")[0]}.`)) localStorage.removeItem(other);
    waiting = JSON.parse(localStorage.getItem(key)) || {};
  } catch { /* none: memory does */ }
  const keep = () => {
    try {
      if (Object.keys(waiting)[0]) localStorage.setItem(key, JSON.stringify(waiting));
      else localStorage.removeItem(key);
    } catch { /* as above */ }
  };
  const counter = (order) => form.elements["sequence-" + order] || {};

  const settle = (order, entries, told) => {
    const newer = waiting[order] && waiting[order] != entries, stored = told.saved ? entries : told.stored;
    if (!newer) delete waiting[order];
    if (told.sequence >= counter(order).value) counter(order).value = told.sequence + 1;
    keep();
    for (const input of inputsOf(order)) {
      if (stored) input.held = has(stored, input);
      if (!newer) input.checked = input.held;
    }
    if (!told.over) return tell(told.message, !told.saved);
    end(told.message);
    for (const input of document.querySelectorAll("[data-order] input[id]")) input.disabled = true;
  };
  const send = async () => {
    const order = Object.keys(waiting)[0], entries = waiting[order];
    if (busy || !order) return;
    busy = true;
    since ||= new Date().toLocaleTimeString([], { timeStyle: "short", hourCycle: "h23", timeZone: line.dataset.zone });
    let pause = 0;
    try {
      const more = [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["attempt", token]];
      const reply = await fetch(form.dataset.quiz, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([...more, ...entries]),
        signal: AbortSignal.timeout(4000),
      });
      const told = await reply.json();
      if (reply.status == 403) return tell(told.message, true); // signed out: it waits for the next page
      since = "";
      settle(order, entries, told);
      if (told.saved && !one("[data-order]") && !Object.keys(waiting)[0]) location.reload();
    } catch {
      tell(line.dataset.unsaved.replace("%s", since));
      pause = 3000;
    } finally {
      busy = 0;
    }
    setTimeout(send, pause);
  };

  for (const box of document.querySelectorAll("[data-order]")) {
    const order = box.dataset.order, inputs = inputsOf(order), entries = waiting[order];
    for (const input of inputs) input.held = input.defaultChecked;
    if (entries && +entries[0][1] >= +counter(order).value) {
      for (const input of inputs) input.checked = has(entries, input);
      counter(order).value = +entries[0][1] + 1;
    }
    box.onchange = () => {
      const chosen = [counter(order), ...inputs.filter((input) => input.checked)];
      waiting[order] = chosen.map((input) => [input.name, input.value]);
      counter(order).value++;
      keep();
      send();
    };
  }
  // The only other form is the one to sign out, after which nothing is kept.
  addEventListener("submit", (e) => e.target == form || (waiting = {}));
  onpageshow = (e) => e.persisted && location.reload();
  send();
})();
