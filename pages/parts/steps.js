// Steps of the browser's history. Streamlit empties the address on the way to another page, and the page then tells it
// what is chosen: these are one step, so that one press of the back button leaves the page.
function keepSteps() {
  if (window.panelSteps) return;
  window.panelSteps = true;
  const told = ["period", "direction", "type", "form", "level", "responsible", "status", "lang"];
  const soon = 1500; // ms in which a page has told what is chosen
  const push = history.pushState.bind(history);
  let came = performance.now();
  const at = (url) => new URL(url, location.href);
  const rest = (url) => JSON.stringify([...at(url).searchParams].filter(([name]) => !told.includes(name)));

  history.pushState = (state, title, url) => {
    const same = at(url).pathname === location.pathname && rest(url) === rest(location.href);
    if (same && performance.now() - came < soon) return history.replaceState(state, title, url);
    came = performance.now();
    return push(state, title, url);
  };
  window.addEventListener("popstate", () => (came = performance.now()));
}
