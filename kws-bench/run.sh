#!/bin/sh
# Measures everything on this machine, in about a quarter of an hour at rest, and writes the tables and the picture of
# RESULTS.md, with the machine's load before and after. What spreads over 15 % is measured again, up to three times, and
# marked if it still does.
# Usage: kws-bench/run.sh        (results as JSON: kws-bench/target/results)
set -eu
cd "$(dirname "$0")/.."
"$(command -v mvn || echo ./mvnw)" -B -q -Dmaven.test.skip=true -pl kws-bench -am package
jar=kws-bench/target/benchmarks.jar
out=kws-bench/target/results
mkdir -p "$out"
before=$(load)
echo "load before: $before"
load() {
    uptime | sed 's/.*load average[s]*: *//; s/, .*//; s/ .*//; s/,/./'
}
repeat() {
    java -cp "$jar" io.github.kws4j.bench.Repeats "$out/$1.json"
}
measure() {
    name=$1
    shift
    java -jar "$jar" "$@" -f 3 -prof gc -rf json -rff "$out/$name.json"
    repeat "$name"
}
short="-wi 3 -w 500ms -i 3 -r 500ms"
measure 1-spectrogram SpectrogramBenchmark $short
measure 2-classifier ClassifierBenchmark -p batch=1 -p threads=1 $short
measure 3-callers ClassifierBenchmark -p batch=1 -p threads=1 -p variant=TUTORIAL,EMBEDDED -t 2 $short
measure 3-callers-of-jtransforms SpectrogramBenchmark -p rival=JTRANSFORMS_FFT_ALONE -t 2 $short
measure 4-batches ClassifierBenchmark -p batch=16,64,256 -p threads=2 \
    -p variant=TUTORIAL,TUTORIAL_WAVEFORM_FORM,TUTORIAL_TENSORFLOW,EMBEDDED $short
measure 4-batches-all-cores ClassifierBenchmark -p batch=256 -p threads=1 -p variant=TUTORIAL,EMBEDDED $short
java -jar "$jar" LoadBenchmark -rf json -rff "$out/5-load.json"
repeat 5-load
measure 6-train TrainBenchmark
measure 7-audio AudioBenchmark $short
measure 8-stream StreamBenchmark $short
measure 9-words "OwnWordsBenchmark|WordStreamBenchmark" -p rival=KWS4J,RUSTPOTTER $short
after=$(load)
echo "load after: $after"
java -cp "$jar" io.github.kws4j.bench.ResultTables kws-bench/RESULTS.md "$(git rev-parse --short HEAD)" \
    "$before" "$after" "$out"/*.json
