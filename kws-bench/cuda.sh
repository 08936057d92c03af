#!/bin/sh
# Builds, checks and measures everything on a machine with an NVIDIA GPU, CUDA 12.9 and cuDNN 9, in one go.
# Usage: kws-bench/cuda.sh [FOLDER OF mini_speech_commands]      (DEVICE=cpu kws-bench/cuda.sh tries the script without a GPU)
# Answers must equal the CPU's to 1e-3 in logits, with all labels equal; prints clips a second and where the time goes.
# Needs JDK 17 and either a network or a filled Maven repository; the first time it fetches 642 MB.
set -eu
data=${1:+$(realpath "$1")}
cd "$(dirname "$0")/.."
device=${DEVICE:-cuda:0}
mvn=$(command -v mvn || echo ./mvnw)
if [ "$device" = cpu ]; then
    profile=
    echo "trying the script on the CPU"
else
    profile="-Pcuda -Dkws.cuda=true"
    nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
fi
"$mvn" -B -q $profile -pl kws-onnx -am test -Dtest='*ClassifierTest' -Dsurefire.failIfNoSpecifiedTests=false
"$mvn" -B -q $profile -Dmaven.test.skip=true -pl kws-bench -am package
git log -1 --format='commit %h' 2>/dev/null || true
java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.CudaCheck "$device" ${data:+"$data"}
