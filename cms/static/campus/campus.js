// Small comforts on every page. Each page works without this file.
"use strict";

// An error summary gets the focus, so that a screen reader starts there.
document.querySelector(".error-summary")?.focus();

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
