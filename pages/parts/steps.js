// Steps of the browser's history: one touch of the reader, one step. On the way to another page Streamlit empties the
// address first, and that page then tells it what is chosen: whatever comes without a touch belongs to the same step.
function keepSteps() {
  if (window.panelSteps) return;
  window.panelSteps = true;
  const push = history.pushState.bind(history);
  let touched = false;
  for (const kind of ["click", "keydown"]) addEventListener(kind, () => (touched = true), true);
  addEventListener("popstate", () => (touched = false));

  history.pushState = (state, title, url) => {
    const steps = touched && new URL(url, location.href).href !== location.href;
    touched = false;
    return steps ? push(state, title, url) : history.replaceState(state, title, url);
  };
}
