/* Saves each answer as it is chosen, counts the minutes down. Every quiz page works without it. */
(() => {
  const one = (selector) => document.querySelector(selector);
  const form = one("form[data-quiz]"), line = one("[data-saved]"), left = one("[data-left]");
  // From when the page came: the clock of the device may be wrong.
  const end = performance.now() + 1000 * left.dataset.left;
  const count = () => {
    const rest = end - performance.now();
    left.textContent = Math.max(0, Math.ceil(rest / 6e4));
    if (rest > 0) setTimeout(count, 2000);
    else line.textContent = line.dataset.over;
  };
  count();

  // What is not saved yet, by question; it outlives a reload. The server takes each sequence once.
  const address = form.dataset.quiz, key = "quiz " + address;
  let waiting = {}, busy, since;
  try { waiting = JSON.parse(localStorage.getItem(key)) || {}; } catch { /* none: memory does */ }
  const keep = () => {
    try { localStorage.setItem(key, JSON.stringify(waiting)); } catch { /* as above */ }
  };
  const counter = (order) => form.elements["sequence-" + order] || {};

  const send = async () => {
    const order = Object.keys(waiting)[0], entries = waiting[order];
    if (busy || !order) return;
    busy = true;
    since ||= new Date().toLocaleTimeString([], { timeStyle: "short", hourCycle: "h23", timeZone: line.dataset.zone });
    let pause = 0;
    try {
      const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
      const reply = await fetch(address, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams([token, ...entries]),
        signal: AbortSignal.timeout(4000),
      });
      const told = await reply.json();
      line.textContent = told.message;
      if (reply.status == 403) return; // signed out: it waits for the next page
      since = "";
      if (waiting[order] == entries) delete waiting[order];
      if (told.sequence >= counter(order).value) counter(order).value = told.sequence + 1;
      keep();
      if (!one("[data-order]") && !Object.keys(waiting)[0]) location.reload();
    } catch {
      line.textContent = line.dataset.unsaved.replace("%s", since);
      pause = 3000;
    } finally {
      busy = 0;
    }
    setTimeout(send, pause);
  };

  for (const box of document.querySelectorAll("[data-order]")) {
    const order = box.dataset.order, inputs = [...box.querySelectorAll("input[id]")];
    const entries = waiting[order];
    if (entries && +entries[0][1] >= +counter(order).value) {
      for (const input of inputs) input.checked = entries.some((e) => e[0] == input.name && e[1] == input.value);
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
  onpageshow = (e) => e.persisted && location.reload();
  send();
})();
