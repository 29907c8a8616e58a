// What this browser keeps of a form: one text a tab (or a text of a name that the server gives), until it is saved.
const DAYS = 14;
const PLACE = "panel.draft.";
const asked = new Set(); // sessions that were told; the page outlives a server that starts anew

function attempt(deed) {
  try {
    return deed();
  } catch {
    return null; // no storage here, or it is full: the form works all the same
  }
}

// The name under which this tab keeps its text; it outlives a reload, and no other tab has it.
function nameOfTab() {
  const name = attempt(() => sessionStorage.getItem("panel.tab")) || Math.random().toString(36).slice(2, 12);
  attempt(() => sessionStorage.setItem("panel.tab", name));
  return name;
}

function kept(store, name) {
  return attempt(() => {
    const one = JSON.parse(store.getItem(PLACE + name));
    return one && one.at > Date.now() - DAYS * 86400e3 ? { name, ...one } : (store.removeItem(PLACE + name), null);
  });
}

// The latest text that another tab, or an earlier visit, left.
function left(store, own) {
  const names = attempt(() => Object.keys(store).filter((key) => key.startsWith(PLACE))) || [];
  const texts = names.map((key) => kept(store, key.slice(PLACE.length))).filter((one) => one && one.name !== own);
  return texts.filter((one) => one.shared).sort((a, b) => b.at - a.at)[0];
}

export default function ({ data, setTriggerValue }) {
  const typed = (window.panelTyped ??= keepTyped());
  const store = attempt(() => (data.lasting ? localStorage : sessionStorage));
  const name = data.name || nameOfTab();
  if (data.session && !asked.has(data.session)) {
    asked.add(data.session);
    const own = kept(store, name);
    const one = own || (data.name ? null : left(store, name));
    typed.anew(Boolean(one));
    if (one) return setTriggerValue("found", { name: one.name, text: one.text, own: Boolean(own) });
  }
  if (data.answered) typed.asking = false;
  setTimeout(typed.settle, 100); // the fields are drawn by then
  for (const one of data.forget) attempt(() => store.removeItem(PLACE + one));
  if (data.text === "") attempt(() => store.removeItem(PLACE + name));
  else if (data.text !== null) {
    const one = { at: Date.now(), shared: !data.name, text: data.text };
    attempt(() => store.setItem(PLACE + name, JSON.stringify(one)));
  }
}
