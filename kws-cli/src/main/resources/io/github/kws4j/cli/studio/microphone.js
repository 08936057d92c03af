'use strict';
/* The microphone: blocks of samples to who listens, and the level of each. */
const RATE = 16000;
let microphone = null;

async function openMicrophone() {
  if (microphone) return microphone;
  if (!navigator.mediaDevices) {
    throw new Error('This browser gives no microphone to the page. Drop sound files instead.');
  }
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
  } catch (e) {
    throw new Error(refusal(e));
  }
  const context = new AudioContext({ sampleRate: RATE });
  await context.resume();
  await context.audioWorklet.addModule(address('worklet.js', {}));
  const blocks = new AudioWorkletNode(context, 'blocks', { numberOfOutputs: 0 });
  context.createMediaStreamSource(stream).connect(blocks);
  microphone = { context, stream, listeners: new Set([showLevel]) };
  blocks.port.onmessage = (message) => microphone && microphone.listeners.forEach((l) => l(message.data));
  stream.getTracks().forEach((track) => { track.onended = lostMicrophone; });
  return microphone;
}

function refusal(e) {
  if (e.name === 'NotAllowedError') {
    return 'The browser does not allow the microphone: allow it for this page, or drop sound files instead.';
  }
  return e.name === 'NotFoundError'
    ? 'There is no microphone: plug one in, or drop sound files instead.'
    : 'The microphone does not open: ' + e.message;
}

function lostMicrophone() {
  if (recording) recording.stop();
  stopListening();
  closeMicrophone();
  problem(new Error('The microphone was taken away: plug it in again, or drop sound files instead.'));
}

/** Closes the microphone where nothing takes its sound any more. */
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

/** The samples of blocks as 16-bit numbers, least byte first. */
function pcm(blocks) {
  const view = new DataView(new ArrayBuffer(blocks.reduce((n, block) => n + 2 * block.length, 0)));
  let at = 0;
  for (const block of blocks) {
    for (const sample of block) {
      view.setInt16(at, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
      at += 2;
    }
  }
  return view.buffer;
}

async function wav(blocks) {
  const samples = pcm(blocks);
  const head = new DataView(new ArrayBuffer(44));
  const text = (at, s) => [...s].forEach((c, i) => head.setUint8(at + i, c.charCodeAt(0)));
  text(0, 'RIFF');
  head.setUint32(4, 36 + samples.byteLength, true);
  text(8, 'WAVEfmt ');
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true); // PCM
  head.setUint16(22, 1, true); // channels
  head.setUint32(24, RATE, true);
  head.setUint32(28, 2 * RATE, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  text(36, 'data');
  head.setUint32(40, samples.byteLength, true);
  return new Blob([head, samples]).arrayBuffer();
}
