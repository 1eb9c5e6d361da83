// Judges passwords in this page. They are in no form, have no name and are sent nowhere:
// what leaves is a verdict each, and, where the person asks for it, 5 of the 40 digits of a SHA-1.
//
// The rules are in password-rules.js: those of simulacro.engines.passwords.

import { dictionaryOf, guessesLog10, listsOf, madeOf, ranksOf, stem } from "./password-rules.js";

const box = document.getElementById("passwords");
const words = box?.dataset ?? {};
const inputs = box ? [...box.querySelectorAll("input[data-credential]")] : [];
const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const label = (input) => input.labels[0].textContent.trim();

// --- What judges is large: it is fetched when somebody begins to type.

let ready = null;

function prepare() {
  ready ??= Promise.all([
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = words.estimator;
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    }),
    ...[words.spanish, words.english, words.lists].map(fetched),
  ]).then(([, spanish, english, lists]) => {
    const own = JSON.parse(document.getElementById("own-words").textContent);
    const dictionary = dictionaryOf(own, ...listsOf(JSON.parse(lists)), spanish.split("\n"));
    return { own, dictionary, ranks: ranksOf(dictionary, dictionaryOf([], english.split("\n"))) };
  });
  // With a bad signal it may not arrive: the next try asks for it again.
  ready.catch(() => {
    ready = null;
  });
  return ready;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// --- Equal ones, by digests under a key that lives as long as the question.

async function groups(texts) {
  const subtle = window.crypto?.subtle;
  const key = subtle && (await subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]));
  const found = new Map();
  for (const [place, text] of texts.entries()) {
    if (!text) continue;
    const digest = key ? hex(await subtle.sign("HMAC", key, new TextEncoder().encode(text))) : text;
    found.set(digest, [...(found.get(digest) ?? []), place]);
  }
  return [...found.values()].filter((places) => places.length > 1);
}

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function leaked(secret) {
  const digest = hex(await crypto.subtle.digest("SHA-1", new TextEncoder().encode(secret))).toUpperCase();
  const body = new FormData();
  body.set("prefix", digest.slice(0, 5));
  body.set("csrfmiddlewaretoken", box.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(words.range, { method: "POST", body });
  if (!answer.ok) throw new Error(String(answer.status));
  const { rests } = await answer.json();
  return rests.some((rest) => digest.startsWith(rest, 5));
}

// --- The verdicts.

async function judge() {
  const typed = inputs.filter((input) => input.value);
  if (!typed.length) return say(words.none);
  say(words.working);
  let judges;
  try {
    judges = await prepare();
  } catch {
    return say(words.late);
  }
  const { own } = judges;
  const secrets = typed.map((input) => input.value);
  const same = await groups(secrets.map((secret) => secret.normalize("NFC")));
  const alike = await groups(secrets.map(stem));
  const ask = document.getElementById("ask-leaks").checked;
  let noLeaks = false;
  const notes = {};
  let bad = 0;
  for (const [place, input] of typed.entries()) {
    const secret = secrets[place];
    const faults = [];
    if ([...secret.normalize("NFC")].length < Number(input.dataset.needed)) {
      faults.push(filled(words.short, { count: input.dataset.needed }));
    }
    if (madeOf(secret, own)) faults.push(words.own);
    if (guessesLog10(secret, judges) < Number(input.dataset.fewest)) faults.push(words.guessable);
    const others = (found) => (found.find((group) => group.includes(place)) ?? []).filter((x) => x !== place);
    const named = (places) => ({ others: places.map((x) => label(typed[x])).join(", ") });
    const equal = others(same);
    const near = others(alike).filter((x) => !equal.includes(x));
    // Whoever has the other guesses this one, however long it is.
    if (near.length) faults.push(filled(words.alike, named(near)));
    const weak = faults.length > 0;
    let breached = "unknown";
    if (ask && !noLeaks) {
      try {
        breached = (await leaked(secret)) ? "yes" : "no";
      } catch {
        noLeaks = true;
      }
    }
    if (breached === "yes") faults.push(words.leaked);
    if (equal.length) faults.push(filled(words.same, named(equal)));
    const mustChange = faults.length > 0;
    notes[input.dataset.credential] = { weak, breached };
    bad += mustChange;
    tell(input, mustChange, faults);
  }
  for (const input of inputs) if (!input.value) tell(input, null, []);
  const sentence = filled(bad ? words.summaryBad : words.summaryGood, { bad, count: typed.length });
  say(noLeaks ? `${sentence} ${words.noLeaks}` : sentence);
  const idsOf = (group) => group.map((place) => typed[place].dataset.credential);
  box.querySelector("[name=said]").value = JSON.stringify({ notes, groups: same.map(idsOf) });
  document.getElementById("verdicts").hidden = false;
}

function tell(input, mustChange, faults) {
  const verdict = document.getElementById(input.getAttribute("aria-describedby"));
  verdict.textContent = "";
  delete verdict.dataset.state;
  if (mustChange === null) return;
  verdict.dataset.state = mustChange ? "bad" : "good";
  verdict.textContent = mustChange ? `${words.change}: ${faults.join("; ")}.` : words.good;
}

function say(sentence) {
  document.getElementById("summary").textContent = sentence;
}

function forget() {
  for (const input of inputs) input.value = "";
}

if (box) {
  box.hidden = false;
  for (const input of inputs) {
    input.addEventListener("focus", prepare, { once: true });
    // A verdict is of what was typed then.
    input.addEventListener("input", () => {
      tell(input, null, []);
      document.getElementById("verdicts").hidden = true;
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") judge();
    });
  }
  document.getElementById("judge").addEventListener("click", judge);
  document.getElementById("verdicts").addEventListener("submit", forget);
  window.addEventListener("pagehide", forget);
}
