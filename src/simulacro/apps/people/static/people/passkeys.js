// Passkeys: the browser's own dialogue, and its answer into the form's field.
//
// A form says what it wants: data-passkey is "create", "get" or "sign-in". The
// options come from the page (#passkey-options) or, for sign-in, from
// data-options-url. What the person reads comes from data- attributes.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

// The wire form of a credential: https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson
function asJson(credential) {
  const { response } = credential;
  const parts = { clientDataJSON: toText(response.clientDataJSON) };
  if (response.attestationObject) {
    parts.attestationObject = toText(response.attestationObject);
    parts.transports = response.getTransports?.() ?? [];
  } else {
    parts.authenticatorData = toText(response.authenticatorData);
    parts.signature = toText(response.signature);
    parts.userHandle = response.userHandle ? toText(response.userHandle) : null;
  }
  return JSON.stringify({
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function create({ publicKey }, wantsResident) {
  const selection = { ...publicKey.authenticatorSelection };
  if (wantsResident) {
    Object.assign(selection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
  }
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
}

const get = ({ publicKey }) =>
  navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });

async function optionsOf(form) {
  if (!form.dataset.optionsUrl) {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const answer = await fetch(form.dataset.optionsUrl, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

async function use(form) {
  const status = form.querySelector("[data-status]");
  try {
    const options = await optionsOf(form);
    const credential =
      form.dataset.passkey === "create"
        ? await create(options.creation_options, form.elements.passwordless?.checked)
        : await get(options.request_options);
    form.elements.credential.value = asJson(credential);
    form.submit();
  } catch {
    status.textContent = form.dataset.failed;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button[type=button]");
  if (window.PublicKeyCredential) {
    form.hidden = false;
    button.addEventListener("click", () => use(form));
    form.addEventListener("submit", (event) => {
      // Enter in the name field: the same as the button.
      event.preventDefault();
      use(form);
    });
  } else if (form.dataset.unavailable) {
    form.querySelector("[data-status]").textContent = form.dataset.unavailable;
    button.disabled = true;
  }
}
