// What somebody typed survives a reload, a closed page and a failed sending.
//
// <form data-keep="name"> keeps its fields in this tab (sessionStorage) until
// the server says that they arrived: by the cookie of the form's idempotency key
// ({% idempotency_key %} in the form, @send_once on the view), or, for a form
// without one, by a page with .message-success. With no network the form waits
// and is sent by itself when the line is back; its key makes that happen once.
// Passwords, files, one-time codes and hidden fields are never kept.

const SENT = "keep:sent";
const COOKIE = "simulacro_sent";
const words = document.body.dataset;

const storage = (() => {
  try {
    return window.sessionStorage;
  } catch {
    return null; // forbidden by the browser: then nothing is kept
  }
})();

const kept = (field) =>
  field.name &&
  !["password", "hidden", "file", "submit", "button"].includes(field.type) &&
  field.autocomplete !== "one-time-code";
const fields = (form) => [...form.elements].filter(kept);
const isChoice = (field) => ["checkbox", "radio"].includes(field.type);
const keyOf = (form) => `keep:${location.pathname}:${form.dataset.keep}`;
const sendingKey = (form) => form.querySelector('[name="idempotency_key"]')?.value ?? "";

function read(key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function valuesOf(form) {
  const values = {};
  for (const field of fields(form)) {
    if (isChoice(field) && !field.checked) continue;
    const several = field.type === "select-multiple";
    const chosen = several ? [...field.selectedOptions].map((option) => option.value) : [field.value];
    (values[field.name] ??= []).push(...chosen);
  }
  return values;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Whether the page shows all of a draft already: it may have more fields than the draft knew.
const shows = (served, draft) =>
  Object.keys({ ...draft.values, ...served }).every((name) =>
    name in draft.values ? same(draft.values[name], served[name]) : !(name in draft.served),
  );

function fill(form, values) {
  for (const field of fields(form)) {
    const value = values[field.name] ?? [];
    if (isChoice(field)) field.checked = value.includes(field.value);
    else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = value.includes(option.value);
    } else if (value.length) field.value = value.shift();
  }
}

// --- What has arrived is forgotten.

function forgetWhatArrived() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`));
  const arrived = cookie?.slice(COOKIE.length + 1);
  // Not only by the next page: a form may travel through the question for a second factor.
  for (const key of Object.keys(storage))
    if (arrived && key.startsWith("keep:") && read(key)?.by === arrived) storage.removeItem(key);
  const sent = storage.getItem(SENT);
  if (sent && document.querySelector(".message-success")) storage.removeItem(sent);
  storage.removeItem(SENT);
}

// --- What was not sent comes back, and says so.

function bringBack(form) {
  const draft = read(keyOf(form));
  const served = valuesOf(form);
  if (!draft || shows(served, draft)) return;
  const fillDraft = () => {
    fill(form, structuredClone(draft.values));
    for (const field of fields(form))
      if (!isChoice(field) && field.value) field.closest("details")?.setAttribute("open", "");
    say(form, words.keepNote, words.keepDiscard, () => {
      fill(form, structuredClone(served));
      storage.removeItem(keyOf(form));
    });
  };
  // What somebody else has saved meanwhile is not covered without asking.
  if (same(draft.served, served)) fillDraft();
  else say(form, words.keepNewer, words.keepShow, fillDraft);
}

function say(form, text, button, act) {
  form.querySelector(".kept-note")?.remove();
  if (!text) return;
  const note = document.createElement("p");
  note.className = "kept-note";
  note.setAttribute("role", "status");
  form.prepend(note);
  const sentence = document.createElement("span");
  note.append(sentence);
  // A status is read out when its text changes, not when it is born.
  window.setTimeout(() => {
    sentence.textContent = text;
  }, 50);
  if (!button) return;
  const answer = document.createElement("button");
  answer.type = "button";
  answer.className = "button button-small";
  answer.textContent = button;
  answer.addEventListener("click", () => {
    act();
    note.remove();
  });
  note.append(answer);
}

function keep(form) {
  const served = valuesOf(form);
  bringBack(form);
  const save = (by = "") => {
    try {
      storage.setItem(keyOf(form), JSON.stringify({ served, values: valuesOf(form), by }));
    } catch {
      // full: the oldest words stay, the page goes on
    }
  };
  let timer = 0;
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, 250, "");
  });
  window.addEventListener("pagehide", () => {
    if (timer) save();
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    timer = 0;
    save(sendingKey(form));
    if (navigator.onLine === false && sendingKey(form)) {
      event.preventDefault();
      say(form, words.keepOffline);
      window.addEventListener("online", () => form.requestSubmit(event.submitter), { once: true });
      return;
    }
    if (!sendingKey(form)) storage.setItem(SENT, keyOf(form));
  });
}

// On a shared computer, who signs out leaves nothing behind.
function forgetAll() {
  for (const key of Object.keys(storage)) if (key.startsWith("keep:")) storage.removeItem(key);
}

// Where two people wrote, both texts stand in the page: the draft has become one of them.
function forgetWhatClashed() {
  if (!document.querySelector("form.conflict")) return;
  for (const key of Object.keys(storage))
    if (key.startsWith(`keep:${location.pathname}:`) && !key.endsWith(":conflict"))
      storage.removeItem(key);
}

if (storage) {
  forgetWhatArrived();
  forgetWhatClashed();
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
  for (const form of document.querySelectorAll('form[action*="/sign-out/"]'))
    form.addEventListener("submit", forgetAll);
}
