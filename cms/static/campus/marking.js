/* Keys of the marking screen: 1 to 4 choose a level, j and k move, Ctrl+Enter saves. The page works without it. */
(() => {
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const criteria = [...form.querySelectorAll("[data-criterion]")];
  const radios = (box) => [...box.querySelectorAll("[type=radio]")];
  const number = (box) => box.querySelector("[type=number]");
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
  let last = form.elements.next_step;

  for (const box of criteria) {
    const field = number(box);
    box.querySelector("[type=hidden]").remove(); // the script keeps level and points together
    for (const radio of radios(box)) radio.onchange = () => { field.value = radio.value; changed(field); };
    field.oninput = () => { for (const radio of radios(box)) radio.checked = radio.value == field.value; };
  }
  const go = (box) => box && (radios(box).find((radio) => radio.checked) || radios(box)[0]).focus();
  const here = () => criteria.findIndex((box) => box.contains(document.activeElement));
  const choose = (key) => {
    const place = Math.max(0, here()), radio = radios(criteria[place])[key - 1];
    radio.checked = true;
    radio.onchange();
    if (criteria[place + 1]) go(criteria[place + 1]); else form.elements.strength.focus();
  };
  form.addEventListener("focusin", (event) => { if (event.target.matches("textarea")) last = event.target; });
  for (const button of form.querySelectorAll("[data-insert]"))
    button.onclick = () => {
      last.setRangeText((last.value && !/\s$/.test(last.value) ? " " : "") + button.textContent, last.selectionEnd, last.selectionEnd, "end");
      changed(last);
      last.focus();
    };
  if (!("keys" in form.dataset)) return;
  document.addEventListener("keydown", (event) => {
    const from = event.target, inside = form.contains(from) || from == document.body;
    if (!inside) return;
    if (event.ctrlKey && event.key == "Enter") return form.querySelector("[value=next]").click();
    if (event.ctrlKey || event.altKey || event.metaKey || from.matches("textarea,[type=number]")) return;
    if (/^[1-4]$/.test(event.key)) choose(+event.key);
    else if (event.key == "j") go(criteria[here() + 1]);
    else if (event.key == "k") go(criteria[here() - 1]);
    else return;
    event.preventDefault();
  });
  if (matchMedia("(min-width:60rem)").matches && !document.querySelector(".error-summary")) (radios(criteria[0])[0]).focus({ preventScroll: true });
})();
