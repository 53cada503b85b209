'use strict';

const WORDS = {
  'valid': ['The signature is good', 'What follows is what the issuer signed with this key.'],
  'revoked': ['Not valid: revoked', 'The issuer signed it, and the status list says that it was revoked. Do not rely on it.'],
  'altered': ['Not valid: altered', 'The signature does not fit. It was changed, or somebody else signed it. Do not rely on it.'],
  'unknown key': ['Unknown key', 'The key with which it was signed is not among the keys that you gave.'],
  'unknown kind': ['Another kind of signature', 'This page checks Ed25519 only.'],
  'not yet': ['Not valid yet', 'It is signed and holds from a later day on.'],
  'expired': ['Not valid: expired', 'It is signed and does not hold any more.'],
};
const LABELS = {
  name: 'Name', award: 'Award', description: 'Description', result: 'Result', issuer: 'Issuer', validFrom: 'Valid from', address: 'Address',
};
const at = id => document.getElementById(id);

async function textOf(id) {
  const file = at(`${id}-file`).files[0];
  if (file && file.size > 2_000_000) throw new Refused('The file is larger than 2 MB. A certificate is much smaller.');
  return file ? file.text() : (at(id)?.value ?? '').trim();
}

function add(parent, kind, text) {
  const made = document.createElement(kind);
  made.textContent = text;
  parent.append(made);
  return made;
}

function show(title, sentence, answer) {
  const place = at('answer');
  place.replaceChildren();
  place.className = answer?.verdict === 'valid' ? 'good' : 'bad';
  add(place, 'h2', title);
  add(place, 'p', sentence);
  if (!answer?.facts) return;
  if (answer.revocation === 'not checked') {
    add(place, 'p', 'Whether it was revoked is not known: you gave no status list.');
  } else {
    add(place, 'p', 'The status list was read as you gave it; its own signature is not checked here.');
  }
  const list = add(place, 'dl', '');
  for (const [key, label] of Object.entries(LABELS)) {
    if (!answer.facts[key]) continue;
    add(list, 'dt', label);
    add(list, 'dd', String(answer.facts[key])).dir = 'auto';
  }
}

at('form').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    if (!globalThis.crypto?.subtle) throw new Refused('This browser offers no signatures here. Use a current one.');
    const [token, keys, listText] = [await textOf('token'), await textOf('keys'), await textOf('list')];
    if (!token || !keys) throw new Refused('Give both the token and the key of the issuer.');
    const answer = await checkToken(token, keys, {listText});
    show(...WORDS[answer.verdict], answer);
  } catch (error) {
    const known = error instanceof Refused;
    const old = error?.name === 'NotSupportedError';
    show('It cannot be checked', known ? error.message : old ? 'This browser does not know Ed25519. Use a current one.' : 'The files cannot be read.');
  }
  at('answer').focus();
});
