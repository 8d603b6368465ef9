// What the page does without asking the server: open a quote, copy a text, leave at once. Added once per page load.
(() => {
  if (window.cfaReady) return;
  window.cfaReady = true;

  const reveal = (target) => {
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.querySelectorAll(":scope > details").forEach((box) => { box.open = true; });
    target.scrollIntoView({ block: "start" });
    target.focus({ preventScroll: true });
  };

  // The framework scrolls a chat to its end; an answer is read from its start. Until a hand moves the page.
  window.cfaShow = (id) => {
    let isMoved = false;
    const stop = () => { isMoved = true; };
    ["wheel", "touchmove", "keydown", "pointerdown"].forEach((kind) => {
      document.addEventListener(kind, stop, { once: true, passive: true });
    });
    [0, 60, 180, 400, 800, 1400].forEach((wait) => setTimeout(() => {
      if (!isMoved) document.getElementById(id)?.scrollIntoView({ block: "start" });
    }, wait));
  };

  const copy = async (button) => {
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2500);
  };

  const leave = (button) => {
    const conversation = new URLSearchParams(location.search).get("c");
    if (conversation) navigator.sendBeacon("/forget", conversation);
    document.title = "";
    document.body.hidden = true;
    location.replace(button.dataset.leave);
  };

  // A run that is stopped draws nothing more: a run after it says so and offers to ask again.
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-testid='stChatInputStopButton']")) return;
    setTimeout(() => {
      const again = document.querySelector(".st-key-stopped button");
      // Stopped before anything was drawn, the page would stay empty.
      if (again) again.click(); else location.reload();
    }, 300);
  }, true);

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.cfa-n[href^='#']");
    if (mark) {
      const target = document.getElementById(mark.getAttribute("href").slice(1));
      event.preventDefault();
      if (target) reveal(target);
      return;
    }
    const term = event.target.closest("a.cfa-term");
    if (term) {
      event.preventDefault();
      document.getElementById(term.getAttribute("href").slice(1))?.togglePopover();
      return;
    }
    const button = event.target.closest("button[data-copy], button[data-leave], button[data-print]");
    if (!button) return;
    if (button.dataset.copy !== undefined) copy(button);
    else if (button.dataset.leave) leave(button);
    else window.print();
  });

  // The framework's own controls speak English only: give them their names in the page's language.
  const controls = {
    send: "[data-testid='stChatInputSubmitButton']",
    stop: "[data-testid='stChatInputStopButton']",
    close: "[role='dialog'] button[aria-label='Close']",
  };
  const relabel = () => {
    for (const [name, selector] of Object.entries(controls)) {
      document.querySelectorAll(selector).forEach((control) => {
        const label = window.cfaLabels[name];
        if (control.getAttribute("aria-label") !== label) control.setAttribute("aria-label", label);
      });
    }
  };
  relabel();
  new MutationObserver(relabel).observe(document.body, { childList: true, subtree: true });

  // The library searches as one types: the box hands its words over when the typing pauses.
  let pause = 0;
  document.addEventListener("input", (event) => {
    const box = event.target.closest(".st-key-library-search input");
    if (!box) return;
    clearTimeout(pause);
    const enter = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true };
    pause = setTimeout(() => { box.dispatchEvent(new KeyboardEvent("keydown", enter)); }, 500);
  });

  let held = [];
  window.addEventListener("beforeprint", () => {
    held = [...document.querySelectorAll(".cfa details:not([open])")];
    held.forEach((box) => { box.open = true; });
  });
  window.addEventListener("afterprint", () => { held.forEach((box) => { box.open = false; }); });
})();
