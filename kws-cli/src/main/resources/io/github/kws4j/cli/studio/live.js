'use strict';
/* Listening with a model: its scores, the threshold, what is detected; and keeping the model. */
const LONGEST_SHOWN = 15; // seconds of scores on the widest picture
const COLOURS = ['#12968c', '#e0566b', '#c98a12', '#4389cc', '#a06bd0', '#649a32', '#d0702c', '#878787'];
const DASHES = [[], [12, 4], [3, 4]];
let listening = null;
let threshold = Number($('threshold').value);
let dragged = false;
let saved = '';

async function startListening() {
  const source = await openMicrophone();
  let open;
  try {
    open = await call('POST', 'api/live' + query({ model: $('model').value }));
  } catch (error) {
    closeMicrophone();
    throw error;
  }
  const before = listening;
  if (before) endStream(before);
  const words = open.labels.map((label, i) => ({ label, i })).filter((word) => !word.label.startsWith('_'));
  const live = { id: open.live, model: $('model').value, words, curve: open.curve,
    history: [], detections: [], queue: [], busy: false, at: 0 };
  live.take = (block) => { live.queue.push(block); pump(live); };
  listening = live;
  source.listeners.add(live.take);
  if (!(dragged && before && before.model === live.model)) {
    setThreshold(open.threshold);
    dragged = false;
  }
  showLegend(words);
  showThreshold();
  $('listen').textContent = 'Stop listening';
  $('listen').setAttribute('aria-pressed', 'true');
  say('Listening with ' + $('model').selectedOptions[0].textContent + '.');
}

function endStream(live) {
  if (microphone) microphone.listeners.delete(live.take);
  call('DELETE', 'api/live' + query({ live: live.id })).catch(() => {});
}

function stopListening() {
  if (!listening) return;
  endStream(listening);
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
      const sound = pcm(live.queue.splice(0));
      const answer = await call('POST', 'api/live/sound' + query({ live: live.id, threshold }), sound);
      if (answer.ended) {
        await goOn(live);
      } else {
        showAnswer(live, answer);
      }
    }
  } catch (error) {
    if (live === listening) {
      problem(error);
      stopListening();
    }
  } finally {
    live.busy = false;
  }
}

/** Goes on with words that another page had learnt again; this page's own learning sees to itself. */
async function goOn(live) {
  if (live !== listening || learning) return;
  await startListening();
  say('The words were learnt again on another page; listening goes on with what was learnt.');
}

function showAnswer(live, answer) {
  live.history.push(...answer.scores);
  live.at = answer.position;
  live.history = live.history.filter((s) => s.at > live.at - LONGEST_SHOWN);
  live.detections.push(...answer.detections);
  answer.detections.forEach((detection) => showDetection(live, detection));
  if (live === listening) drawScores(live);
}

/* ---- the picture ---- */

function stroke(pen, n) {
  pen.strokeStyle = COLOURS[n % COLOURS.length];
  pen.setLineDash(DASHES[Math.floor(n / COLOURS.length) % DASHES.length]);
}

function showLegend(words) {
  $('legend').replaceChildren(...words.map((word, n) => {
    const li = document.createElement('li');
    const swatch = document.createElement('canvas');
    swatch.width = 28;
    swatch.height = 6;
    const pen = swatch.getContext('2d');
    stroke(pen, n);
    pen.lineWidth = 4;
    pen.beginPath();
    pen.moveTo(0, 3);
    pen.lineTo(28, 3);
    pen.stroke();
    li.append(swatch, word.label);
    return li;
  }));
}

/** Where a score stands on the picture, and back; in the picture's own pixels. */
const scale = {
  top: 42,
  bottom: 6,
  y: (score, high) => scale.top + (1 - score) * (high - scale.top - scale.bottom),
  score: (y, high) => 1 - (y - scale.top) / (high - scale.top - scale.bottom),
};

function drawScores(live) {
  const canvas = $('scores');
  const { clientWidth: wide, clientHeight: high } = canvas;
  canvas.width = wide * devicePixelRatio;
  canvas.height = high * devicePixelRatio;
  const pen = canvas.getContext('2d');
  pen.scale(devicePixelRatio, devicePixelRatio);
  const shown = Math.max(6, Math.min(LONGEST_SHOWN, wide / 60));
  const x = (at) => wide * (1 - (live.at - at) / shown);
  pen.lineWidth = 2;
  live.words.forEach((word, n) => {
    stroke(pen, n);
    pen.beginPath();
    live.history.forEach((s, k) => pen[k === 0 ? 'moveTo' : 'lineTo'](x(s.at), scale.y(s.scores[word.i], high)));
    pen.stroke();
  });
  const ink = getComputedStyle(document.body).getPropertyValue('--ink');
  pen.strokeStyle = ink;
  pen.fillStyle = ink;
  pen.font = '14px system-ui, sans-serif';
  drawThreshold(pen, wide, high);
  live.detections.forEach((d, n) => { // in two rows, so that names of neighbours don't meet
    if (d.at < live.at - shown) return;
    pen.fillRect(x(d.at) - 1, 0, 2, high);
    const room = wide - pen.measureText(d.label).width - 2;
    pen.fillText(d.label, Math.max(2, Math.min(x(d.at) + 5, room)), n % 2 === 0 ? 15 : 33);
  });
}

function drawThreshold(pen, wide, high) {
  const level = scale.y(threshold, high);
  pen.lineWidth = 1.5;
  pen.setLineDash([8, 5]);
  pen.beginPath();
  pen.moveTo(0, level);
  pen.lineTo(wide, level);
  pen.stroke();
  pen.setLineDash([]);
  pen.fillText(expected().replace(/ \(.*/, ''), 6, level < high / 2 ? level + 16 : level - 6, wide - 12);
}

/* ---- the threshold ---- */

/** False alarms an hour and the share found with the threshold, from the calibration. */
function expected() {
  if (!listening) return '';
  const point = listening.curve[Math.round(threshold * (listening.curve.length + 1)) - 1];
  const parts = [];
  if (point.falseAlarmsPerHour !== null) {
    const rate = point.falseAlarmsPerHour;
    parts.push(point.bound + ' ' + rate.toFixed(rate < 10 ? 1 : 0) + ' false alarms an hour');
  }
  if (point.recordings > 0) {
    const share = Math.round((100 * point.found) / point.recordings);
    parts.push(share + ' % found (' + point.found + ' of ' + counted(point.recordings, 'recording') + ')');
  }
  return parts.join(', ');
}

function setThreshold(value) {
  $('threshold').value = value;
  threshold = Number($('threshold').value);
}

function showThreshold() {
  const text = expected();
  $('threshold-text').textContent = threshold.toFixed(3) + (text ? ': ' + text : '');
  $('threshold').setAttribute('aria-valuetext', $('threshold-text').textContent);
  if (listening) drawScores(listening);
  showJava();
}

function drag(value) {
  setThreshold(value);
  dragged = true;
  showThreshold();
}

when($('threshold'), 'input', () => drag($('threshold').value));
when($('scores'), 'pointerdown', (e) => {
  if (!listening) return;
  e.target.setPointerCapture(e.pointerId);
  drag(scale.score(e.offsetY, e.target.clientHeight));
});
when($('scores'), 'pointermove', (e) => {
  if (listening && e.target.hasPointerCapture(e.pointerId)) drag(scale.score(e.offsetY, e.target.clientHeight));
});

/* ---- detections ---- */

function showDetection(live, detection) {
  const li = document.createElement('li');
  li.append(detection.at.toFixed(1) + ' s: ' + detection.label + ', ' + detection.score.toFixed(2) + ' ');
  if (live.model === 'mine') {
    const button = document.createElement('button');
    button.textContent = 'That was a false alarm';
    const name = detection.label + ' at ' + detection.at.toFixed(1) + ' s';
    button.setAttribute('aria-label', name + ' was a false alarm');
    when(button, 'click', async () => {
      button.disabled = true;
      await learn('api/false-alarms', { id: detection.id });
      say(name + ' added as a false alarm, and learnt again.');
    });
    li.append(button);
  }
  $('detections').prepend(li);
}

when($('listen'), 'click', () => (listening ? stopListening() : startListening()));
when($('model'), 'change', () => (listening ? startListening() : undefined));
when($('load-model'), 'change', async (e) => {
  const file = e.target.files[0];
  if (!file) return;
  const loaded = await call('POST', 'api/models' + query({ name: file.name }), await file.arrayBuffer());
  $('model').add(new Option(file.name + ': ' + loaded.labels.join(', '), loaded.id));
  $('model').value = loaded.id;
  e.target.value = '';
  say(file.name + ' loaded.');
  if (listening) await startListening();
});

/* ---- keeping ---- */

function showJava() {
  const file = saved || state.folder + '/models/' + $('file-name').value;
  const chosen = dragged && listening && listening.model === 'mine';
  const lines = ['try (var classifier = KeywordClassifier.load(Path.of(' + JSON.stringify(file) + '));',
    '        var microphone = Microphone.open(classifier.sampleRate());',
    '        var stream = classifier.stream()',
    '                .' + (chosen ? 'threshold(' + threshold + ')' : 'falseAlarmsPerHour(1)'),
    '                .onDetection(word -> System.out.println(word.at() + " " + word.label()))',
    '                .open()) {',
    '    for (float[] chunk : microphone) {',
    '        stream.accept(chunk);',
    '    }',
    '}'];
  $('java').firstElementChild.textContent = lines.join('\n');
}

when($('file-name'), 'input', () => { saved = ''; showJava(); });
when($('save'), 'click', async () => {
  const kept = await call('POST', 'api/save' + query({ name: $('file-name').value }));
  saved = kept.file;
  $('saved').textContent = 'Saved as ' + kept.file + ' (' + Math.round(kept.bytes / 1000) + ' kB).';
  showJava();
});
when($('copy'), 'click', async () => {
  await navigator.clipboard.writeText($('java').innerText);
  say('Copied.');
});
