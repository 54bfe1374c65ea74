// A form with data-passkey-ask asks the browser for a passkey, one with data-passkey-make for a new one. The answer
// goes into the form's field "passkey" as JSON and is sent like any other. What to ask stands in the attribute.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const ask = (options) =>
  navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials),
    },
  });

const make = (options) =>
  navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  });

// The parts of an answer that the program reads; a new passkey has other ones than an old one.
const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
const written = (credential) => {
  const filled = PARTS.filter((part) => credential.response[part]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(filled.map((part) => [part, text(credential.response[part])])),
  });
};

document.querySelectorAll("form[data-passkey-ask], form[data-passkey-make]").forEach((form) => {
  const { passkeyAsk, passkeyMake } = form.dataset;
  const answer = form.elements.passkey;
  const code = form.elements.code;
  const button = form.querySelector("[data-passkey]");
  const fault = form.querySelector("[data-passkey-fault]");
  const offer = form.querySelector("[data-passkey-offer]");
  if (offer && window.PublicKeyCredential) offer.hidden = false;

  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    const wanted = passkeyMake || submitter === button || !code?.value.trim();
    if (!wanted || answer.value) return;
    event.preventDefault();
    fault.hidden = true;
    try {
      answer.value = written(await (passkeyMake ? make(JSON.parse(passkeyMake)) : ask(JSON.parse(passkeyAsk))));
    } catch {
      fault.hidden = false;
      return;
    }
    form.requestSubmit(submitter);
  });

  // Back from the next page: an old answer would be refused.
  window.addEventListener("pageshow", () => (answer.value = ""));
});
