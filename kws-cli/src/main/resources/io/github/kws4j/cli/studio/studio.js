'use strict';
/* The page of kws studio: what its parts share. All that is to last is on the server, in the folder that is named. */
const token = document.body.dataset.token;
const $ = (id) => document.getElementById(id);
const others = new BroadcastChannel('kws-studio'); // other pages of this studio
let state = { words: [], folder: '', report: null };

async function call(method, path, body) {
  const headers = { 'X-Kws-Token': token };
  if (body) headers['Content-Type'] = 'application/octet-stream';
  let response;
  try {
    response = await fetch(path, { method, headers, body });
  } catch (e) {
    throw new Error('The studio does not answer: it was stopped. Your recordings are kept in ' + state.folder
      + '; start it again with kws studio, and open the address that it prints.');
  }
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) {
    const error = new Error(answer.error || response.status + ' ' + response.statusText);
    error.status = response.status;
    throw error;
  }
  return answer;
}

const query = (values) => '?' + new URLSearchParams(values);
const address = (path, values) => path + query({ ...values, token });

/** Calls what changes words or recordings, shows what came of it, and has other pages do so. */
async function change(method, path, values, body) {
  try {
    state = await call(method, path + query(values), body);
  } catch (error) {
    if (error.status) await refresh();
    throw error;
  }
  show();
  others.postMessage('changed');
}

/** Shows what is on the server now, where another page or program has changed it. */
async function refresh() {
  const before = JSON.stringify(state);
  state = await call('GET', 'api/state');
  if (JSON.stringify(state) !== before) show();
}

function show() {
  $('folder').textContent = state.folder;
  showWords();
  showReport();
  showJava();
}

function say(text) { $('status').textContent = text; }

function problem(error) {
  const place = $('problem');
  place.replaceChildren(error.message || String(error));
  if (error.unsaved) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([error.unsaved.bytes], { type: 'audio/wav' }));
    link.download = error.unsaved.name;
    link.textContent = 'Save what was just recorded';
    place.append(' ', link);
  }
  place.hidden = false;
}

/** Runs what a control asks for; what goes wrong is said on the page. */
function when(element, event, action) {
  element.addEventListener(event, async (e) => {
    $('problem').hidden = true;
    try {
      await action(e);
    } catch (error) {
      problem(error);
    }
  });
}

/** A button that a new one of the same key replaces without losing the focus. */
function keyed(button, key) {
  button.dataset.key = key;
  return button;
}

/** Puts new children in a place, and the focus on the one that stands for what had it. */
function replace(place, children, fallback) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  place.replaceChildren(...children);
  if (key !== undefined) {
    const next = [...place.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);
    (next || fallback).focus();
  }
}

addEventListener('DOMContentLoaded', () => {
  const quietly = () => refresh().catch(problem);
  others.onmessage = quietly;
  addEventListener('focus', quietly);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', showWords); // the pictures are drawn anew
  refresh().then(() => say('Ready.')).catch(problem);
});
