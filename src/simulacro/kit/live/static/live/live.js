// Live parts: one stream of events per browser, shared by its visible pages.
//
// A part of a page says what it listens to and where it comes from:
//   <section id="jobs" data-live-topic="job" data-live-url="/b/acme/jobs/"> … </section>
// With htmx on the page it may say hx-get and hx-trigger="live" instead.
//
// One visible page holds the stream (a Web Lock elects it) and tells the others
// over a BroadcastChannel. A hidden page lets go of it: over HTTP/1.1 a browser
// has six connections per site. What was typed in a part survives its refresh.

const line = document.querySelector("[data-live-events]");
if (line) follow(line);

function follow(status) {
  const address = status.dataset.liveEvents;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`live:${address}`) : null;
  const page = `${Date.now()}-${Math.random()}`;
  const recent = []; // [position, topic] of the last frames, oldest first
  let position = status.dataset.liveAfter;
  let source = null;
  let release = null;
  let waiting = null;
  let downTimer = 0;

  function open(letGo) {
    release = letGo;
    recent.length = 0;
    source = new EventSource(`${address}?after=${encodeURIComponent(position)}`);
    source.addEventListener("change", (event) => hear(event, JSON.parse(event.data).topic));
    source.addEventListener("resync", (event) => hear(event, "*"));
    source.addEventListener("ready", (event) => hear(event, ""));
    source.addEventListener("error", () => {
      say(false);
      // CLOSED: the server refused (signed out, no longer a member, or gone).
      if (source && source.readyState === EventSource.CLOSED) {
        close();
        window.setTimeout(start, 10000);
      }
    });
  }

  function hear(event, topic) {
    say(true);
    recent.push([event.lastEventId, topic]);
    if (recent.length > 200) recent.shift();
    channel?.postMessage({ position: event.lastEventId, topic });
    take(event.lastEventId, topic);
  }

  function take(newPosition, topic) {
    position = newPosition || position;
    if (topic) refresh(topic);
  }

  function close() {
    source?.close();
    source = null;
    release?.();
    release = null;
  }

  // Where there are no locks (plain HTTP on a local network), each visible page
  // has a stream of its own.
  function start() {
    if (source || waiting || document.hidden) return;
    if (!navigator.locks || !channel) {
      open(null);
      return;
    }
    waiting = new AbortController();
    channel.postMessage({ hello: page, position });
    navigator.locks
      .request(`live:${address}`, { signal: waiting.signal }, () => {
        waiting = null;
        if (document.hidden) return undefined;
        return new Promise((letGo) => open(letGo));
      })
      .catch(() => undefined);
  }

  function stop() {
    waiting?.abort();
    waiting = null;
    close();
  }

  channel?.addEventListener("message", ({ data }) => {
    if (data.hello && source) {
      // A page that has just become visible asks what it missed.
      const at = recent.findLastIndex(([known]) => known === data.position);
      const missed = at < 0 ? [["", "*"]] : recent.slice(at + 1);
      channel.postMessage({ to: data.hello, missed, down: source.readyState !== EventSource.OPEN });
    } else if (data.to === page && !source) {
      for (const [newPosition, topic] of data.missed) take(newPosition, topic);
      say(!data.down);
    } else if ("topic" in data && !source && !document.hidden) {
      say(true);
      take(data.position, data.topic);
    } else if ("line" in data && !source && !document.hidden) {
      say(data.line);
    }
  });

  function say(up) {
    if (source) channel?.postMessage({ line: up });
    window.clearTimeout(downTimer);
    if (up) {
      if (status.dataset.state === "down") status.textContent = status.dataset.liveUp;
      status.dataset.state = "up";
      downTimer = window.setTimeout(() => {
        status.hidden = true;
      }, 4000);
    } else {
      // A line that comes back within two seconds is not worth a word.
      downTimer = window.setTimeout(() => {
        status.hidden = false;
        status.dataset.state = "down";
        status.textContent = status.dataset.liveDown;
      }, 2000);
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : start()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", start);
  start();
}

// Parts are refreshed at most once per 300 ms, however many events come.
const due = new Set();
let timer = 0;

function refresh(topic) {
  for (const part of document.querySelectorAll("[data-live-topic]")) {
    const topics = part.dataset.liveTopic.split(" ");
    if (topic === "*" || topics.some((one) => topic === one || topic.startsWith(`${one}.`))) due.add(part);
  }
  if (due.size && !timer) timer = window.setTimeout(refreshDue, 300);
}

function refreshDue() {
  timer = 0;
  const parts = [...due];
  due.clear();
  for (const part of parts) {
    if (!part.isConnected) continue;
    if (isTyping(part)) {
      // Whoever is writing here is not interrupted; it waits until they leave the field.
      part.addEventListener("focusout", () => refreshLater(part), { once: true });
    } else {
      load(part);
    }
  }
}

function refreshLater(part) {
  due.add(part);
  if (!timer) timer = window.setTimeout(refreshDue, 300);
}

function isTyping(part) {
  const field = document.activeElement;
  return part.contains(field) && field.matches("input:not([type=submit],[type=button]), textarea, select");
}

async function load(part) {
  if (!part.dataset.liveUrl) {
    keepTyped(part);
    window.htmx?.trigger(part, "live");
    return;
  }
  let answer;
  try {
    answer = await fetch(part.dataset.liveUrl, { headers: { "HX-Request": "true" } });
  } catch {
    return; // the line is down; the next "ready" brings it
  }
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = (part.id && fresh.getElementById(part.id)) || fresh.body.firstElementChild;
  if (!next) return;
  const typed = typedIn(part);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceWith(document.adoptNode(next));
  window.htmx?.process(next);
  putBack(next, typed);
  if (focused) document.getElementById(focused)?.focus();
}

function keepTyped(part) {
  const typed = typedIn(part);
  const { id } = part;
  part.addEventListener(
    "htmx:afterSwap",
    () => putBack((id && document.getElementById(id)) || part, typed),
    { once: true },
  );
}

function typedIn(part) {
  const typed = [];
  for (const field of part.querySelectorAll("input, textarea, select")) {
    if (!field.name || field.type === "password" || field.type === "file" || field.type === "hidden") continue;
    const key = { name: field.name, form: field.form?.id ?? "", value: field.value };
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked !== field.defaultChecked) typed.push({ ...key, checked: field.checked });
    } else if (field.tagName === "SELECT") {
      const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
      if (first && field.value !== first.value) typed.push(key);
    } else if (field.value !== field.defaultValue) {
      typed.push(key);
    }
  }
  return typed;
}

function putBack(part, typed) {
  for (const one of typed) {
    for (const field of part.querySelectorAll(`[name="${CSS.escape(one.name)}"]`)) {
      if ((field.form?.id ?? "") !== one.form) continue;
      if ("checked" in one) {
        if (field.value === one.value) field.checked = one.checked;
      } else {
        field.value = one.value;
      }
    }
  }
}
