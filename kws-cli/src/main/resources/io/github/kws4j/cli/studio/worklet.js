/* Hands on the microphone's samples in blocks of 1280: 80 ms at 16 kHz. */
class Blocks extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(1280);
    this.filled = 0;
  }

  process(inputs) {
    const samples = inputs[0][0];
    if (samples) {
      for (const sample of samples) {
        this.block[this.filled++] = sample;
        if (this.filled === this.block.length) {
          this.port.postMessage(this.block.slice());
          this.filled = 0;
        }
      }
    }
    return true;
  }
}
registerProcessor('blocks', Blocks);
