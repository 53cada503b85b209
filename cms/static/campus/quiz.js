/* Saves each answer as it is given and counts the minutes down. Every quiz page works without it. */
(() => {
  const one = (selector) => document.querySelector(selector), all = (selector) => [...document.querySelectorAll(selector)];
  const form = one("form[data-quiz]"), line = one("[data-saved]"), left = one("[data-left]");
  const inputsOf = (order) => all(`[data-order="${order}"] :is(input,select,textarea)[id]`);
  const isBox = (input) => /x|o/.test(input.type.slice(-1)); // checkbox, radio

  // What the form would send for a question, and back.
  const read = (order) => {
    const inputs = inputsOf(order).filter((input) => !isBox(input) || input.checked);
    return [["sequence-" + order, counter(order).value], ...inputs.map((input) => [input.name, input.value])];
  };
  const show = (input, entries) => {
    const found = (value) => entries.some((e) => e[0] == input.name && e[1] == value);
    if (isBox(input)) input.checked = found(input.value);
    else if (input.options) input.value = [...input.options].map((o) => o.value).find((v) => v && found(v)) || "";
    else input.value = (entries.find((e) => e[0] == input.name) || ["", ""])[1];
  };
  const counter = (order) => form.elements.namedItem("sequence-" + order) || {};

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
  const now = () => new Date(+line.dataset.now + performance.now());
  const until = performance.now() + 1000 * left.dataset.left;
  const count = () => {
    if (over) return;
    const rest = until - performance.now();
    if (rest <= 0) return +left.dataset.left && end(line.dataset.over);
    left.textContent = Math.ceil(rest / 6e4);
    setTimeout(count, 2000);
  };
  count();

  // What is not saved yet, one record for each question; it outlives a reload and a killed browser. The server takes
  // each sequence once. The token names learner and attempt: what somebody else left here is thrown away, never sent.
  const token = form.elements.attempt.value, mine = `quiz ${token.split(".")[0]}.`, prefix = `quiz ${token} `;
  const asked = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = fail;
  });
  const indexed = async () => {
    const opening = indexedDB.open("quiz", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("waiting");
    const base = await asked(opening);
    base.onversionchange = () => base.close(); // somebody signs out in another window
    const rows = () => base.transaction("waiting", "readwrite").objectStore("waiting");
    return {
      keys: () => asked(rows().getAllKeys()),
      get: (key) => asked(rows().get(key)),
      put: (key, row) => asked(rows().put(row, key)),
      drop: (key) => asked(rows().delete(key)),
    };
  };
  const local = () => ({
    keys: () => Object.keys(localStorage).filter((key) => key.startsWith("quiz ")),
    get: (key) => JSON.parse(localStorage.getItem(key)),
    put: (key, row) => localStorage.setItem(key, JSON.stringify(row)),
    drop: (key) => localStorage.removeItem(key),
  });
  const none = { keys: () => [], get() {}, put() {}, drop() {} };
  const ready = (async () => {
    const late = new Promise((done, fail) => setTimeout(fail, 3000));
    for (const open of [indexed, local]) {
      try {
        const store = await Promise.race([open(), late]);
        await store.put(mine, 0);
        await store.drop(mine);
        return store;
      } catch { /* the next one; in the end memory alone */ }
    }
    return none;
  })();

  // In the order in which they were given: an answer that is given again goes to the end.
  const waiting = new Map();
  const keep = async (order, entries) => {
    waiting.delete(order);
    waiting.set(order, entries);
    try { await (await ready).put(prefix + order, [Date.now(), entries]); } catch { /* full: it is sent all the same */ }
  };
  const drop = async (order, entries) => {
    if (waiting.get(order) == entries) waiting.delete(order);
    try {
      const store = await ready, row = await store.get(prefix + order);
      if (row && +row[1][0][1] <= +entries[0][1]) await store.drop(prefix + order); // not what another window left
    } catch { /* as above */ }
  };

  let busy, since, stop;
  const unsaved = () => {
    since ||= now().toLocaleTimeString([], { timeStyle: "short", hourCycle: "h23", timeZone: line.dataset.zone });
    tell(line.dataset.unsaved.replace("%s", since));
  };
  const settle = async (order, entries, told) => {
    const stored = told.saved ? entries : told.stored, newer = waiting.has(order) && waiting.get(order) != entries;
    await drop(order, entries);
    if (told.sequence >= counter(order).value) counter(order).value = told.sequence + 1;
    for (const input of inputsOf(order)) {
      if (stored) input.held = stored;
      if (!newer && !told.saved && (stored || isBox(input))) show(input, input.held);
    }
    if (!told.over) return tell(told.message, !told.saved);
    end(told.message);
    for (const input of all("[data-order] :is(input,select,textarea)[id]")) input.disabled = true;
  };
  const send = async () => {
    if (busy || stop || !waiting.size) return;
    const [order, entries] = waiting.entries().next().value;
    busy = true;
    let pause = 0;
    try {
      const more = [["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value], ["attempt", token]];
      const body = new URLSearchParams([...more, ...entries]);
      const reply = await fetch(form.dataset.quiz, {
        method: "POST",
        headers: { Accept: "application/json" },
        body,
        keepalive: `${body}`.length < 6e4, // sent to its end when the page is left; browsers allow 64 kB
        signal: AbortSignal.timeout(4000),
      });
      const told = await reply.json();
      if (reply.status == 403) return tell(told.message, true); // signed out: it waits for the next page
      since = "";
      await settle(order, entries, told);
      if (told.saved && !one("[data-order]") && !waiting.size) location.reload();
    } catch {
      unsaved();
      pause = 2000 + 2000 * Math.random(); // thousands come back at the same moment
    } finally {
      busy = 0;
    }
    setTimeout(send, pause);
  };

  for (const box of all("[data-order]")) {
    const order = box.dataset.order, held = read(order);
    for (const input of inputsOf(order)) input.held = held;
    let timer, dirty;
    const give = () => {
      clearTimeout(timer);
      dirty = 0;
      const answer = read(order);
      counter(order).value++;
      keep(order, answer);
      navigator.onLine ? send() : unsaved();
    };
    box.onchange = give;
    box.oninput = (e) => {
      if (isBox(e.target) || e.target.options) return;
      dirty = 1;
      clearTimeout(timer);
      timer = setTimeout(give, 1500);
    };
    document.addEventListener("visibilitychange", () => dirty && give());
    addEventListener("pagehide", () => dirty && give());
  }

  // Items to put into order get two buttons. The numbers stay what is sent.
  for (const list of all("[data-ordering]"))
    for (const item of list.children)
      for (const [step, label] of [[-1, list.dataset.up], [1, list.dataset.down]]) {
        const button = Object.assign(document.createElement("button"), { type: "button", className: "button-quiet", textContent: label });
        button.setAttribute("aria-label", `${label}: ${item.firstElementChild.textContent}`);
        button.onclick = () => {
          const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
          if (other) step < 0 ? other.before(item) : other.after(item);
          [...list.children].forEach((each, place) => (each.querySelector("select").selectedIndex = place + 1));
          button.focus();
          list.dispatchEvent(new Event("change", { bubbles: true }));
        };
        item.append(button);
      }

  // What an earlier page left: shown again unless it is older than what the server has, and sent.
  const restore = async () => {
    const store = await ready, rows = [];
    for (const key of await store.keys()) {
      if (!key.startsWith(mine)) await store.drop(key);
      else if (key.startsWith(prefix)) rows.push([key.slice(prefix.length), ...(await store.get(key))]);
    }
    const given = [...waiting].map(([order]) => order);
    for (const [order, , entries] of rows.sort((a, b) => a[1] - b[1])) {
      if (given.includes(order)) continue;
      waiting.set(order, entries);
      if (+entries[0][1] < +counter(order).value) continue;
      for (const input of inputsOf(order)) show(input, entries);
      counter(order).value = +entries[0][1] + 1;
    }
    send();
  };

  addEventListener("online", send);
  addEventListener("offline", () => waiting.size && unsaved());
  addEventListener("submit", (e) => {
    if (e.target != form) return (stop = true); // signed out: nothing is sent any more
    // Without connection the page would be lost; the answers are kept here and sent later.
    if (!navigator.onLine) e.preventDefault(), unsaved();
  });
  onpageshow = (e) => e.persisted && location.reload();
  restore();
})();
