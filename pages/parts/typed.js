// The words that the panel has not been told yet. Streamlit tells a text when its field is left, forgets it when the page
// is loaded anew, shuts a field under the finger when the network goes, and may draw it blank in a session begun anew.
const WORDS = "panel.typed";
const TEXTS = "input[type=text]:not([role=combobox]), input[type=number], textarea";

function keepTyped() {
  const words = JSON.parse(attempt(() => sessionStorage.getItem(WORDS)) || "{}"); // by the key of their field
  const typed = { broken: true, ran: true, asking: true }; // as after any break: the page has just been loaded
  let before = { ...words }; // what was not told when the line broke
  const app = () => document.querySelector("[data-testid=stApp]");
  const remember = () => attempt(() => sessionStorage.setItem(WORDS, JSON.stringify(words)));
  const keyOf = (field) => field.closest?.("[class*=st-key-]")?.className.match(/st-key-\S+/)[0];
  const fieldOf = (key) => document.getElementsByClassName(key)[0]?.querySelector(TEXTS);

  // Tells a word; `again` if a draft that comes back draws something else over it.
  const put = (key, again) => {
    const field = fieldOf(key);
    if (!field) return delete words[key]; // its form is not on the screen any more
    const { text } = words[key];
    if (field.value !== text) {
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, text);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    words[key].again = again;
  };
  const check = (key) => {
    const { told, text, again } = words[key];
    if (told && again && fieldOf(key) && fieldOf(key).value !== text) put(key, false);
    else if (told) delete words[key];
  };
  // The panel has answered: what it was told it has; after a break everything is told again.
  typed.settle = () => {
    const { testScriptState: script, testConnectionState: line } = app().dataset;
    if (script !== "notRunning" || line !== "CONNECTED" || (typed.broken && (typed.asking || !typed.ran))) return;
    Object.keys(words).forEach((key) => (typed.broken ? put(key, true) : check(key)));
    typed.broken = false;
    remember();
  };
  // A session begins anew: nothing of what it was told counts until the draft is back in the form.
  typed.anew = (asking) => {
    Object.assign(words, { ...before, ...words });
    Object.assign(typed, { broken: true, asking });
  };
  document.addEventListener("input", ({ target }) => {
    const key = target.matches(TEXTS) && keyOf(target);
    if (!key) return;
    words[key] = { text: target.value };
    remember();
  }, true);
  document.addEventListener("focusout", ({ target }) => {
    const word = words[keyOf(target)];
    if (word && !target.disabled) word.told = true;
  }, true);
  new MutationObserver(() => {
    const { testScriptState: script, testConnectionState: line } = app().dataset;
    if (line !== "CONNECTED") {
      if (!typed.broken) before = { ...words };
      Object.assign(typed, { broken: true, ran: false });
    } else if (script !== "notRunning") typed.ran = true;
    else typed.settle();
  }).observe(document.body, {
    subtree: true, attributes: true, attributeFilter: ["data-test-script-state", "data-test-connection-state"],
  });
  return typed;
}
