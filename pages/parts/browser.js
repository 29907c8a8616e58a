// Turns Streamlit's own words on the page: {english: ukrainian}; '{n}' in both stands for a number, '{t}' for any text.
function turnWords(language, words) {
  const root = document.documentElement;
  root.lang = language;
  const pairs = Object.entries(words).map(([en, uk]) => (language === "uk" ? [en, uk] : [uk, en]));
  const hole = /\{[nt]\}/;
  const plain = new Map(pairs.filter(([from]) => !hole.test(from)));
  const pattern = (from) => {
    const [before, after] = from.split(hole).map((part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${before}(${from.includes("{n}") ? "[\\d.,]+" : ".+"})${after}$`);
  };
  const patterns = pairs.filter(([from]) => hole.test(from)).map(([from, to]) => [pattern(from), to]);
  const names = ["aria-label", "title", "placeholder", "alt"];

  const turned = (text) => {
    const bare = text.trim();
    if (!bare) return null;
    if (plain.has(bare)) return text.replace(bare, plain.get(bare));
    for (const [shape, to] of patterns) {
      const found = bare.match(shape);
      if (found) return to.replace(hole, found[1]);
    }
    return null;
  };
  const ours = (element) => element.closest("[data-testid=stMarkdownContainer], textarea, script, style");
  const theirs = (text) => text.length > 60; // Streamlit's dialogs are Markdown as ours are: only whole sentences there
  const turnText = (node) => {
    const free = node.parentElement && (theirs(node.data) || !ours(node.parentElement));
    const said = free ? turned(node.data) : null;
    if (said !== null && said !== node.data) node.data = said;
  };
  const turnNames = (element) => {
    for (const name of names) {
      const said = element.hasAttribute(name) ? turned(element.getAttribute(name)) : null;
      if (said !== null && said !== element.getAttribute(name)) element.setAttribute(name, said);
    }
  };
  // The keyboard of digits: without this word a phone shows the whole one for a number.
  const keyboards = (element) => {
    if (element.matches("[data-testid=stNumberInputField]")) element.inputMode = "decimal";
  };
  const turn = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return turnText(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    for (const element of [node, ...node.querySelectorAll("*")]) {
      turnNames(element);
      keyboards(element);
    }
    const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) turnText(texts.currentNode);
  };

  if (window.panelWords) window.panelWords.disconnect();
  window.panelWords = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(turn);
      else if (change.type === "characterData") turnText(change.target);
      else turnNames(change.target);
    }
  });
  window.panelWords.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: names,
  });
  turn(document.body);
}

// On a phone the sidebar lies over the page, and Streamlit leaves it open after a choice: this closes it.
function closeDrawer() {
  if (window.panelDrawer) return;
  window.panelDrawer = true;
  document.addEventListener("click", (event) => {
    if (innerWidth > 640 || !event.target.closest("[data-testid=stSidebarNavLink]")) return;
    setTimeout(() => document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click(), 0);
  });
}
