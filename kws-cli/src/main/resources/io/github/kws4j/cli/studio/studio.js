'use strict';
/* The page of kws studio. All state lives on the server, in the folder that is named; this page shows it and sends what is done. */
const RATE = 16000;
const LONGEST = 3; // seconds that a recording takes by itself
const SHOWN = 15; // seconds of scores on the picture
const COLOURS = ['#0b7a75', '#d1495b', '#edae49', '#30638e', '#8f5db7', '#5b8c2a', '#b3541e', '#7a7a7a'];
const token = document.body.dataset.token;
const $ = (id) => document.getElementById(id);
let state = { words: [], folder: '', report: null };
let microphone = null;
let recording = null;
let listening = null;

async function call(method, path, body, type) {
  const headers = { 'X-Kws-Token': token };
  if (type) headers['Content-Type'] = type;
  let response;
  try {
    response = await fetch(path, { method, headers, body });
  } catch (e) {
    throw new Error('The studio does not answer: it was stopped. Your recordings are kept in ' + state.folder
      + '; start it again with kws studio.');
  }
  const text = await response.text();
  const answer = text ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(answer.error || response.status + ' ' + response.statusText);
  return answer;
}

function say(text) { $('status').textContent = text; }

function problem(error) {
  $('problem').textContent = error.message || String(error);
  $('problem').hidden = false;
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

const query = (values) => '?' + new URLSearchParams(values);
const address = (path, values) => path + query({ ...values, token });

/* ---- microphone ---- */

async function openMicrophone() {
  if (microphone) return microphone;
  if (!navigator.mediaDevices) throw new Error('This browser gives no microphone to the page. Drop sound files instead.');
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch (e) {
    throw new Error(e.name === 'NotAllowedError'
      ? 'The browser does not allow the microphone: allow it for this page, or drop sound files instead.'
      : e.name === 'NotFoundError'
        ? 'There is no microphone: plug one in, or drop sound files instead.'
        : 'The microphone does not open: ' + e.message);
  }
  const context = new AudioContext({ sampleRate: RATE });
  await context.resume();
  await context.audioWorklet.addModule(address('worklet.js', {}));
  const blocks = new AudioWorkletNode(context, 'blocks', { numberOfOutputs: 0 });
  context.createMediaStreamSource(stream).connect(blocks);
  microphone = { context, stream, listeners: new Set([showLevel]) };
  blocks.port.onmessage = (message) => microphone && microphone.listeners.forEach((l) => l(message.data));
  return microphone;
}

function closeMicrophone() {
  if (microphone && !recording && !listening) {
    microphone.stream.getTracks().forEach((track) => track.stop());
    microphone.context.close();
    microphone = null;
    $('level').value = -60;
    $('level-text').textContent = 'off';
  }
}

function showLevel(block) {
  let sum = 0;
  let peak = 0;
  for (const sample of block) {
    sum += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const decibels = Math.max(-60, 10 * Math.log10(sum / block.length + 1e-9));
  $('level').value = decibels;
  $('level-text').textContent = Math.round(decibels) + ' dB' + (peak > 0.99 ? ', clipping: move away' : '');
}

function wav(blocks) {
  const length = blocks.reduce((n, b) => n + b.length, 0);
  const view = new DataView(new ArrayBuffer(44 + 2 * length));
  const text = (at, s) => [...s].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF'); view.setUint32(4, 36 + 2 * length, true); text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, 2 * RATE, true); view.setUint16(32, 2, true);
  view.setUint16(34, 16, true); text(36, 'data'); view.setUint32(40, 2 * length, true);
  let at = 44;
  for (const block of blocks) {
    for (const sample of block) {
      view.setInt16(at, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
      at += 2;
    }
  }
  return view.buffer;
}

async function record(word, button) {
  if (recording) {
    recording.stop();
    return;
  }
  const source = await openMicrophone();
  const blocks = [];
  say('Say “' + word + '” now.');
  button.classList.add('recording-now');
  button.textContent = 'Stop';
  await new Promise((resolve) => {
    const take = (block) => {
      blocks.push(block);
      if (blocks.length * block.length >= LONGEST * RATE) recording.stop();
    };
    recording = { stop: () => { source.listeners.delete(take); recording = null; resolve(); } };
    source.listeners.add(take);
  });
  closeMicrophone();
  await send(word, wav(blocks), 'recorded');
}

async function send(word, bytes, how) {
  state = await call('POST', 'api/recordings' + query({ word }), bytes, 'application/octet-stream');
  say('One more recording of “' + word + '” ' + how + '.');
  show();
}

/* ---- words and recordings ---- */

function show() {
  $('folder').textContent = state.folder;
  const list = $('word-list');
  list.replaceChildren(...state.words.map(wordCard));
  const enough = state.words.length > 0 && state.words.every((w) => w.recordings.length > 0);
  $('learn').disabled = !enough;
  showReport();
  showJava();
}

function wordCard(word) {
  const card = $('word-template').content.cloneNode(true).firstElementChild;
  card.querySelector('h3').textContent = word.word;
  const n = word.recordings.length;
  card.querySelector('.count').textContent = n + (n === 1 ? ' recording' : ' recordings')
    + (n < 3 ? '; three or more are better, five are good' : '');
  const slots = card.querySelector('.slots');
  slots.setAttribute('aria-label', 'Record “' + word.word + '”');
  for (let i = 0; i < 5; i++) {
    const button = document.createElement('button');
    button.textContent = i < n ? '✓ again' : 'Record ' + (i + 1);
    button.classList.toggle('done', i < n);
    button.setAttribute('aria-label', 'Record “' + word.word + '”, ' + (i + 1) + ' of 5' + (i < n ? ', one more' : ''));
    when(button, 'click', () => record(word.word, button));
    slots.append(button);
  }
  const drop = card.querySelector('.drop');
  const take = async (files) => {
    for (const file of files) {
      try {
        await send(word.word, await file.arrayBuffer(), 'taken from ' + file.name);
      } catch (e) {
        throw new Error(file.name + ': ' + e.message);
      }
    }
  };
  when(drop.querySelector('input'), 'change', (e) => take([...e.target.files]));
  drop.addEventListener('dragover', (e) => { e.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  when(drop, 'drop', (e) => { e.preventDefault(); drop.classList.remove('over'); return take([...e.dataTransfer.files]); });
  card.querySelector('.recordings').append(...word.recordings.map((r, i) => recordingCard(word.word, r, i)));
  when(card.querySelector('.remove-word'), 'click', async () => {
    state = await call('DELETE', 'api/words' + query({ word: word.word }));
    say('“' + word.word + '” removed.');
    show();
  });
  return card;
}

function recordingCard(word, clip, index) {
  const card = $('recording-template').content.cloneNode(true).firstElementChild;
  const name = 'recording ' + (index + 1) + ' of “' + word + '”';
  const canvas = card.querySelector('.waveform');
  canvas.setAttribute('aria-label', 'Waveform of ' + name + ', ' + clip.seconds.toFixed(2) + ' seconds');
  drawWaveform(canvas, clip.peaks);
  const picture = card.querySelector('.spectrogram');
  picture.src = address('api/recordings/spectrogram', { word, id: clip.id });
  picture.alt = 'Spectrogram of ' + name;
  const fit = card.querySelector('.fit');
  fit.textContent = clip.seconds.toFixed(2) + ' s; ' + clip.fit;
  fit.classList.toggle('bad', !clip.used);
  card.querySelectorAll('button').forEach((b) => b.setAttribute('aria-label', b.textContent + ' ' + name));
  when(card.querySelector('.play'), 'click', () => new Audio(address('api/recordings/sound', { word, id: clip.id })).play());
  when(card.querySelector('.delete'), 'click', async () => {
    state = await call('DELETE', 'api/recordings' + query({ word, id: clip.id }));
    say(name + ' deleted.');
    show();
  });
  when(card.querySelector('.cut'), 'click', async () => {
    const from = Number(card.querySelector('.from').value) * clip.seconds;
    const to = Number(card.querySelector('.to').value) * clip.seconds;
    state = await call('POST', 'api/recordings/trim' + query({ word, id: clip.id, from, to }));
    say(name + ' trimmed.');
    show();
  });
  return card;
}

function drawWaveform(canvas, peaks) {
  const pen = canvas.getContext('2d');
  const style = getComputedStyle(document.body);
  const middle = canvas.height / 2;
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = style.getPropertyValue('--accent');
  peaks.forEach((peak, i) => {
    const x = (i * canvas.width) / peaks.length;
    const high = Math.max(1, peak * canvas.height);
    pen.fillRect(x, middle - high / 2, Math.max(1, canvas.width / peaks.length - 1), high);
  });
}

/* ---- learning ---- */

function cell(text, number) {
  const td = document.createElement('td');
  td.textContent = text;
  td.classList.toggle('number', Boolean(number));
  return td;
}

function showReport() {
  const place = $('report');
  place.replaceChildren();
  const learnt = Boolean(state.report);
  document.querySelector('#model option[value=mine]').disabled = !learnt;
  $('save').disabled = !learnt;
  $('copy').disabled = !learnt;
  if (!learnt) return;
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  ['word', 'recordings used', 'found when left out', 'false alarms an hour', 'most mistaken for'].forEach((text, i) => {
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
  place.append(wide);
  for (const advice of state.report.warnings) {
    const p = document.createElement('p');
    p.className = 'advice';
    p.textContent = advice;
    place.append(p);
  }
}

when($('learn'), 'click', async () => {
  say('Learning…');
  state = await call('POST', 'api/learn');
  say('Learnt ' + state.report.words.length + (state.report.words.length === 1 ? ' word' : ' words') + ' in '
    + state.report.seconds.toFixed(2) + ' s.');
  $('model').value = 'mine';
  show();
  if (listening) await startListening();
});

when($('add-word'), 'submit', async (e) => {
  e.preventDefault();
  state = await call('POST', 'api/words' + query({ word: $('new-word').value }));
  $('new-word').value = '';
  say('Now record it: five times, as you will say it.');
  show();
});

/* ---- live ---- */

async function startListening() {
  const open = await call('POST', 'api/live' + query({ model: $('model').value }));
  const source = await openMicrophone();
  if (listening) source.listeners.delete(listening.take);
  const live = { labels: open.labels, curve: open.curve || [], history: [], detections: [], queue: [], busy: false, at: 0 };
  live.take = (block) => { live.queue.push(block); pump(live); };
  listening = live;
  source.listeners.add(live.take);
  $('threshold').value = open.threshold;
  showLegend(live.labels);
  showThreshold();
  $('listen').textContent = 'Stop listening';
  $('listen').setAttribute('aria-pressed', 'true');
  say('Listening with ' + $('model').selectedOptions[0].textContent + '.');
}

function stopListening() {
  if (!listening) return;
  if (microphone) microphone.listeners.delete(listening.take);
  listening = null;
  closeMicrophone();
  $('listen').textContent = 'Listen';
  $('listen').setAttribute('aria-pressed', 'false');
  say('Stopped listening.');
}

/** Sends what was taken since the last answer, one request at a time. */
async function pump(live) {
  if (live.busy || live !== listening) return;
  live.busy = true;
  try {
    while (live.queue.length > 0 && live === listening) {
      const blocks = live.queue.splice(0);
      const answer = await call('POST', 'api/live/sound' + query({ threshold: $('threshold').value }),
        wav(blocks).slice(44), 'application/octet-stream');
      live.history.push(...answer.scores);
      live.at = answer.position;
      live.history = live.history.filter((s) => s.at > live.at - SHOWN);
      answer.detections.forEach((d) => { live.detections.push(d); showDetection(d); });
      drawScores(live);
    }
  } catch (error) {
    problem(error);
    stopListening();
  } finally {
    live.busy = false;
  }
}

function showLegend(labels) {
  $('legend').replaceChildren(...labels.map((label, i) => {
    const li = document.createElement('li');
    const swatch = document.createElement('span');
    swatch.style.background = COLOURS[i % COLOURS.length];
    li.append(swatch, label);
    return li;
  }));
}

function drawScores(live) {
  const canvas = $('scores');
  const pen = canvas.getContext('2d');
  const style = getComputedStyle(document.body);
  const x = (at) => canvas.width * (1 - (live.at - at) / SHOWN);
  const y = (score) => canvas.height - 6 - score * (canvas.height - 24);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.lineWidth = 2.5;
  live.labels.forEach((label, i) => {
    pen.strokeStyle = COLOURS[i % COLOURS.length];
    pen.beginPath();
    live.history.forEach((s, n) => (n === 0 ? pen.moveTo(x(s.at), y(s.scores[i])) : pen.lineTo(x(s.at), y(s.scores[i]))));
    pen.stroke();
  });
  pen.setLineDash([10, 6]);
  pen.strokeStyle = style.getPropertyValue('--ink');
  pen.beginPath();
  const level = y(Number($('threshold').value));
  pen.moveTo(0, level);
  pen.lineTo(canvas.width, level);
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = style.getPropertyValue('--ink');
  pen.font = '20px system-ui, sans-serif';
  live.detections.filter((d) => d.at > live.at - SHOWN).forEach((d) => {
    pen.fillRect(x(d.at) - 1, 0, 2, canvas.height);
    pen.fillText(d.label, x(d.at) + 6, 20);
  });
}

function showDetection(detection) {
  const li = document.createElement('li');
  const button = document.createElement('button');
  li.append(detection.at.toFixed(1) + ' s: ' + detection.label + ', ' + detection.score.toFixed(2) + ' ');
  if (detection.id && $('model').value === 'mine') {
    button.textContent = 'That was a false alarm';
    button.setAttribute('aria-label', detection.label + ' at ' + detection.at.toFixed(1) + ' s was a false alarm');
    when(button, 'click', async () => {
      state = await call('POST', 'api/false-alarms' + query({ id: detection.id }));
      button.disabled = true;
      say('Added as a false alarm, and learnt again.');
      show();
      if (listening) await startListening();
    });
    li.append(button);
  }
  $('detections').prepend(li);
}

/** False alarms an hour and the share found at the threshold, from the calibration. */
function showThreshold() {
  const threshold = Number($('threshold').value);
  let text = threshold.toFixed(3);
  if (listening && listening.curve.length > 0) {
    const near = listening.curve.reduce((a, b) => (
      Math.abs(b.threshold - threshold) < Math.abs(a.threshold - threshold) ? b : a));
    text += ': about ' + near.falseAlarmsPerHour + ' false alarms an hour' + (near.found ? ', ' + near.found + ' found' : '');
  }
  $('threshold-text').textContent = text;
  if (listening) drawScores(listening);
}

when($('threshold'), 'input', showThreshold);
when($('listen'), 'click', () => (listening ? stopListening() : startListening()));
when($('model'), 'change', () => (listening ? startListening() : undefined));
when($('load-model'), 'change', async (e) => {
  const file = e.target.files[0];
  if (!file) return;
  const loaded = await call('POST', 'api/models' + query({ name: file.name }), await file.arrayBuffer(), 'application/octet-stream');
  const option = new Option(file.name + ': ' + loaded.labels.join(', '), loaded.id);
  $('model').add(option);
  $('model').value = loaded.id;
  say(file.name + ' loaded.');
  if (listening) await startListening();
});

/* ---- keeping ---- */

function showJava() {
  const name = $('file-name').value;
  const lines = ['try (var classifier = KeywordClassifier.load(Path.of("' + name + '"));',
    '        var microphone = Microphone.open(classifier.sampleRate());',
    '        var stream = classifier.stream()',
    '                .falseAlarmsPerHour(1)',
    '                .onDetection(word -> System.out.println(word.at() + " " + word.label()))',
    '                .open()) {',
    '    for (float[] chunk : microphone) {',
    '        stream.accept(chunk);',
    '    }',
    '}'];
  $('java').firstElementChild.textContent = lines.join('\n');
}

when($('file-name'), 'input', showJava);
when($('save'), 'click', async () => {
  const saved = await call('POST', 'api/save' + query({ name: $('file-name').value }));
  $('saved').textContent = 'Saved as ' + saved.file + ' (' + Math.round(saved.bytes / 1000) + ' kB).';
});
when($('copy'), 'click', async () => {
  await navigator.clipboard.writeText($('java').innerText);
  say('Copied.');
});

call('GET', 'api/state').then((s) => { state = s; show(); say('Ready.'); }).catch(problem);
