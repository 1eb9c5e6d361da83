/* What somebody typed survives a reload and a failed sending.
   <form data-keep="name"> keeps its fields in this tab (never on disk beyond
   it) until a page arrives that says the sending worked (.message-success). */

const fields = (form) =>
  [...form.elements].filter((field) => field.name && !["password", "hidden", "file", "submit"].includes(field.type));
const key = (form) => `keep:${location.pathname}:${form.dataset.keep}`;

if (document.querySelector(".message-success")) {
  const sent = sessionStorage.getItem("keep:sent");
  if (sent) sessionStorage.removeItem(sent);
}
sessionStorage.removeItem("keep:sent");

for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = JSON.parse(sessionStorage.getItem(key(form)) ?? "{}");
  for (const field of fields(form)) {
    const value = kept[field.name];
    if (value === undefined) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = value.includes(field.value);
    else if (!field.value) field.value = value[0] ?? "";
  }
  form.addEventListener("input", () => {
    const now = {};
    for (const field of fields(form)) {
      const choice = ["checkbox", "radio"].includes(field.type);
      if (choice && !field.checked) continue;
      (now[field.name] ??= []).push(field.value);
    }
    sessionStorage.setItem(key(form), JSON.stringify(now));
  });
  form.addEventListener("submit", () => sessionStorage.setItem("keep:sent", key(form)));
}
