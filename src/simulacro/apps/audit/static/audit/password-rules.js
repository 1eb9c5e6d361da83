// What makes a password good, as simulacro.engines.passwords counts it: the same algorithms, words
// and limits. Nothing here reads the page; `window.zxcvbn` is loaded by whoever judges.

const LONGEST_READ = 64;
const LONGEST_WORD = 24;
const SEPARATORS = new Set(" -_.,");
const LETTER_FOR = { 4: "a", "@": "a", 8: "b", 3: "e", 0: "o", 1: "i", "!": "i", $: "s", 5: "s", "+": "t", 7: "t" };
const LISTS = ["passwords", "in_sentences", "loved"];

export const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

const letters = (text) => [...text.matchAll(/\p{L}/gu)].length;
const readings = (plain) => [plain, [...plain].map((letter) => LETTER_FOR[letter] ?? letter).join("")];

export function madeOf(secret, own) {
  const longestFirst = [...own].sort((one, other) => other.length - one.length);
  return readings(folded(secret)).some((reading) => {
    const left = longestFirst.reduce((text, word) => text.replaceAll(word, " "), reading);
    return left !== reading && letters(left) <= 3;
  });
}

export function stem(secret) {
  const core = folded(secret).replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return core.length >= 5 ? core : "";
}

// --- The words.

export const listsOf = (document) => LISTS.map((name) => document[name].flatMap((line) => line.split(" ")));

// The brand's words, then the first of each list, the second of each, and so on; each once.
export function dictionaryOf(own, ...lists) {
  const found = new Set(own);
  const longest = Math.max(...lists.map((list) => list.length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const list of lists) if (list[turn]) found.add(list[turn]);
  }
  return [...found];
}

export function ranksOf(...rankings) {
  const ranks = new Map();
  for (const ranking of rankings) {
    for (const [place, word] of ranking.entries()) {
      const key = folded(word);
      ranks.set(key, Math.min(place + 1, ranks.get(key) ?? Infinity));
    }
  }
  return ranks;
}

// --- The guesses, as decimal logarithms.

export function guessesLog10(secret, { dictionary, ranks }) {
  const read = [...secret].slice(0, LONGEST_READ).join("");
  return Math.min(window.zxcvbn(read, dictionary).guesses_log10, sentenceLog10(read, ranks));
}

// Words in a row: each counts its rank; infinite where a letter is in no word.
export function sentenceLog10(secret, ranks) {
  const [plain, withLetters] = readings(folded(secret));
  const inWords = Math.min(cheapest(plain, ranks), cheapest(withLetters, ranks) + 1);
  const between = new Set([...secret].filter((sign) => SEPARATORS.has(sign))).size;
  return inWords + between + (secret === secret.toLowerCase() ? 0 : Math.log10(2));
}

function cheapest(text, ranks) {
  const signs = [...text];
  const costs = [0];
  for (let end = 1; end <= signs.length; end += 1) {
    const last = signs[end - 1];
    let cost = Infinity;
    if (SEPARATORS.has(last)) cost = costs[end - 1];
    else if (!/\p{L}/u.test(last)) cost = costs[end - 1] + 1;
    if (end >= 4 && /^(19|20)[0-9]{2}$/.test(signs.slice(end - 4, end).join(""))) {
      cost = Math.min(cost, costs[end - 4] + 2);
    }
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start += 1) {
      const rank = ranks.get(signs.slice(start, end).join(""));
      if (rank) cost = Math.min(cost, costs[start] + Math.log10(rank));
    }
    costs.push(cost);
  }
  return costs.at(-1);
}
