'use strict';
/* Words, their recordings, and what was learnt of them. */
const LONGEST = 3; // seconds after which a recording ends by itself
const SLOTS = 5;
const LARGEST_FILE = 32 * 1024 * 1024;
const spectrograms = new Map();
let recording = null;
let learning = false;

const counted = (n, one) => n + ' ' + one + (n === 1 ? '' : 's');
const quoted = (word) => '“' + word + '”';

/* ---- recording ---- */

async function record(word, slot) {
  if (recording) {
    recording.stop();
    return;
  }
  await refresh(); // a studio that was stopped is noticed before anything is said
  const source = await openMicrophone();
  const blocks = [];
  let length = 0;
  const ended = new Promise((resolve) => {
    const take = (block) => {
      blocks.push(block);
      length += block.length;
      if (length >= LONGEST * RATE) recording.stop();
    };
    const stop = () => { source.listeners.delete(take); recording = null; resolve(); };
    recording = { word, slot, stop, seconds: () => length / RATE };
    source.listeners.add(take);
  });
  say('Say ' + quoted(word) + ' now. The recording ends after ' + LONGEST + ' seconds, or with Stop.');
  showWords();
  await ended;
  closeMicrophone();
  showWords();
  if (length === 0) throw new Error('The microphone gave no sound: try again.');
  await send(word, await wav(blocks), 'recorded');
}

async function send(word, bytes, how) {
  try {
    await change('POST', 'api/recordings', { word }, bytes);
  } catch (error) {
    if (!error.status && how === 'recorded') error.unsaved = { bytes, name: 'recording.wav' };
    throw error;
  }
  say('One more recording of ' + quoted(word) + ' ' + how + '.');
}

/** Takes files that were dropped or chosen; those that are none are said, and don't keep the others back. */
async function take(word, files) {
  const refused = [];
  for (const file of files) {
    try {
      if (file.size > LARGEST_FILE) throw new Error('expected a recording of up to 10 s but it is larger than 32 MB');
      await send(word, await file.arrayBuffer(), 'taken from ' + file.name);
    } catch (error) {
      refused.push(file.name + ': ' + error.message);
    }
  }
  if (refused.length > 0) throw new Error(refused.join(' '));
}

/* ---- the list ---- */

function showWords() {
  replace($('word-list'), state.words.map(wordCard), $('new-word'));
  $('learn').disabled = learning || !(state.words.length > 0 && state.words.every((w) => w.recordings.length > 0));
}

function wordCard(word) {
  const card = $('word-template').content.cloneNode(true).firstElementChild;
  card.querySelector('h3').textContent = word.word;
  const n = word.recordings.length;
  card.querySelector('.count').textContent = counted(n, 'recording')
    + (n < 3 ? '; three or more are better, five are good' : '');
  const slots = card.querySelector('.slots');
  slots.setAttribute('aria-label', 'Record ' + quoted(word.word));
  slots.append(...Array.from({ length: SLOTS }, (_, i) => slotButton(word, i)));
  const drop = card.querySelector('.drop');
  const chooser = keyed(drop.querySelector('input'), 'choose ' + word.word);
  chooser.setAttribute('aria-label', 'Sound files of ' + quoted(word.word));
  when(chooser, 'change', (e) => take(word.word, [...e.target.files]));
  drop.addEventListener('dragover', (e) => { e.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  when(drop, 'drop', (e) => {
    e.preventDefault();
    drop.classList.remove('over');
    return take(word.word, [...e.dataTransfer.files]);
  });
  card.querySelector('.recordings').append(...word.recordings.map((r, i) => recordingCard(word.word, r, i)));
  const remove = keyed(card.querySelector('.remove-word'), 'remove ' + word.word);
  remove.setAttribute('aria-label', 'Remove the word ' + quoted(word.word));
  when(remove, 'click', async () => {
    if (n > 0 && !confirm('Delete ' + quoted(word.word) + ' and its ' + counted(n, 'recording') + '?')) return;
    await change('DELETE', 'api/words', { word: word.word });
    say(quoted(word.word) + ' removed.');
  });
  return card;
}

function slotButton(word, slot) {
  const button = keyed(document.createElement('button'), 'slot ' + slot + ' ' + word.word);
  const done = slot < word.recordings.length;
  const now = recording && recording.word === word.word && recording.slot === slot;
  button.textContent = now ? 'Stop' : done ? '✓ One more' : 'Record ' + (slot + 1);
  button.classList.toggle('done', done && !now);
  button.classList.toggle('recording-now', Boolean(now));
  button.setAttribute('aria-label', now ? 'Stop recording ' + quoted(word.word)
    : 'Record ' + quoted(word.word) + (done ? ', one more' : ', ' + (slot + 1) + ' of ' + SLOTS));
  when(button, 'click', () => record(word.word, slot));
  return button;
}

function recordingCard(word, clip, index) {
  const card = $('recording-template').content.cloneNode(true).firstElementChild;
  const name = 'recording ' + (index + 1) + ' of ' + quoted(word);
  const place = { word, id: clip.id };
  const canvas = card.querySelector('.waveform');
  canvas.setAttribute('aria-label', 'Waveform of ' + name + ', ' + clip.seconds.toFixed(2) + ' seconds');
  drawWaveform(canvas, clip.peaks);
  card.querySelector('.pictures').append(spectrogram(place, clip.version, name));
  showFit(card.querySelector('.fit'), clip);
  card.querySelectorAll('button').forEach((button) => {
    button.setAttribute('aria-label', button.textContent + ' ' + name);
    keyed(button, button.className + ' ' + clip.id + ' ' + word);
  });
  card.querySelectorAll('.trim input').forEach((input) => {
    input.setAttribute('aria-label', 'Trim ' + name + (input.className === 'from' ? ': from' : ': to'));
    input.addEventListener('input', () => drawWaveform(canvas, clip.peaks, ...part(card)));
  });
  const play = () => new Audio(address('api/recordings/sound', { ...place, version: clip.version })).play();
  when(card.querySelector('.play'), 'click', play);
  when(card.querySelector('.delete'), 'click', async () => {
    await change('DELETE', 'api/recordings', place);
    say(name + ' deleted.');
  });
  when(card.querySelector('.cut'), 'click', async () => {
    const [from, to] = part(card).map((share) => share * clip.seconds);
    if (!(from < to)) throw new Error('Nothing is left between from and to: move the two apart.');
    await change('POST', 'api/recordings/trim', { ...place, from, to });
    say(name + ' trimmed.');
  });
  return card;
}

/** The part of a recording that its sliders leave, as shares of the whole. */
const part = (card) => ['.from', '.to'].map((slider) => Number(card.querySelector(slider).value));

function showFit(place, clip) {
  const fit = clip.fault ? 'left out: ' + clip.fault
    : clip.score === null ? 'not compared with others yet'
      : clip.found ? 'fits the others' : 'not found by the others: delete it, or record more like it';
  const text = clip.seconds.toFixed(2) + ' s; ' + fit;
  place.replaceChildren(text + (clip.score === null ? '' : ' (score ' + clip.score.toFixed(2) + ' when left out)'));
  place.classList.toggle('bad', Boolean(clip.fault) || (clip.score !== null && !clip.found));
}

/** The picture of a recording, fetched once for each version of it. */
function spectrogram(place, version, name) {
  const key = place.word + '/' + place.id + '/' + version;
  if (!spectrograms.has(key)) {
    const picture = document.createElement('img');
    picture.className = 'spectrogram';
    picture.src = address('api/recordings/spectrogram', { ...place, version });
    spectrograms.set(key, picture);
  }
  const picture = spectrograms.get(key);
  picture.alt = 'Spectrogram of ' + name;
  return picture;
}

function drawWaveform(canvas, peaks, from = 0, to = 1) {
  const pen = canvas.getContext('2d');
  const style = getComputedStyle(document.body);
  const middle = canvas.height / 2;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  peaks.forEach((peak, i) => {
    const kept = i >= from * peaks.length && i < to * peaks.length;
    pen.fillStyle = style.getPropertyValue(kept ? '--accent' : '--line');
    const high = Math.max(1, peak * canvas.height);
    const wide = Math.max(1, canvas.width / peaks.length - 1);
    pen.fillRect((i * canvas.width) / peaks.length, middle - high / 2, wide, high);
  });
}

when($('add-word'), 'submit', async (e) => {
  e.preventDefault();
  await change('POST', 'api/words', { word: $('new-word').value });
  $('new-word').value = '';
  say('Now record it: five times, as you will say it.');
});

/* ---- learning ---- */

function cell(text, number) {
  const td = document.createElement('td');
  td.textContent = text;
  td.classList.toggle('number', Boolean(number));
  return td;
}

function showReport() {
  const place = $('report');
  const learnt = Boolean(state.report);
  document.querySelector('#model option[value=mine]').disabled = !learnt;
  if (!learnt && $('model').value !== 'embedded' && !$('model').value.startsWith('loaded')) {
    $('model').value = 'embedded';
  }
  $('save').disabled = !learnt;
  $('copy').disabled = !learnt;
  place.replaceChildren(...(learnt ? [reportTable(), ...state.report.warnings.map(advice)] : []));
}

function reportTable() {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  const titles = ['word', 'recordings used', 'found when left out', 'false alarms an hour', 'most mistaken for'];
  titles.forEach((text, i) => {
    const th = document.createElement('th');
    th.textContent = text;
    th.scope = 'col';
    th.classList.toggle('number', i > 0 && i < 4);
    head.append(th);
  });
  const body = table.createTBody();
  for (const word of state.report.words) {
    const row = body.insertRow();
    row.append(cell(word.word), cell(word.used + ' of ' + word.recordings, true), cell(word.found, true),
      cell(word.falseAlarms, true), cell(word.mistakenFor));
  }
  const wide = document.createElement('div');
  wide.className = 'table';
  wide.append(table);
  return wide;
}

function advice(text) {
  const p = document.createElement('p');
  p.className = 'advice';
  p.textContent = text.charAt(0).toUpperCase() + text.slice(1) + '.';
  return p;
}

/** Has the words learnt, and goes on listening with what was learnt. */
async function learn(path, values) {
  say('Learning…');
  learning = true;
  showWords();
  try {
    await change('POST', path, values);
    // Still learning: that the old stream ended is not another page's doing.
    if (listening && listening.model === 'mine') await startListening();
  } catch (error) {
    say('');
    throw error;
  } finally {
    learning = false;
    showWords();
  }
}

when($('learn'), 'click', async () => {
  await learn('api/learn', {});
  if (!listening) $('model').value = 'mine';
  say('Learnt ' + counted(state.report.words.length, 'word') + ' in ' + state.report.seconds.toFixed(2) + ' s.');
});
