// A second press while a form is on its way is not sent: the answer to the first
// is the one the person sees. The server writes once in any case, by the form's
// key; a form that answers with a file (data-answers="file") stays ready.

const PATIENCE_MS = 15000;
let sending = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.dataset.answers === "file") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  window.setTimeout(() => sending.delete(form), PATIENCE_MS);
});

// Back by the browser's own memory: the page is as it was, and may be sent anew.
window.addEventListener("pageshow", () => {
  sending = new WeakSet();
});
