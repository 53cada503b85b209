// Small comforts on every page. Each page works without this file.
"use strict";

// An error summary gets the focus, so that a screen reader starts there.
document.querySelector(".error-summary")?.focus();

// Nobody finds the unsaved answers of the person who used this device before.
document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
  try {
    indexedDB.deleteDatabase("quiz");
    for (const key of Object.keys(localStorage)) if (/^(quiz|draft|hours) /.test(key)) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
});

// The open account menu closes with Escape and with a click elsewhere.
for (const menu of document.querySelectorAll(".nav details")) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
}

// A text can be copied with one button. Where the browser does not let a page copy, the text is marked instead.
for (const button of document.querySelectorAll("[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(text);
      button.textContent = button.dataset.marked;
    }
  });
}
