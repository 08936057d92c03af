#!/bin/sh
# Checks and measures everything on a machine with an NVIDIA GPU, CUDA 12.9 and cuDNN 9, in one go:
#   kws-bench/cuda.sh [CLIPS]             builds first; needs JDK 17 and a network or a filled Maven repository
#   kws-bench/cuda.sh --carry FOLDER      gathers what a machine without Maven and network needs: copy FOLDER there,
#   FOLDER/cuda.sh [CLIPS]                and run it with any JDK or JRE 17
# CLIPS is the folder of mini_speech_commands; without it noise is classified. DEVICE=cpu tries all this without a GPU.
# ORT=FOLDER holds ONNX Runtime's GPU libraries unpacked (libonnxruntime*.so) and its classes as a jar. What --carry
# gathers has those for the CPU only, in cpu/, which need not be copied then.
# Answers must equal the CPU's to 1e-3 in logits, with all labels equal; prints clips a second and where the time goes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
check=io.github.kws4j.bench.CudaCheck
device=${DEVICE:-cuda:0}

carry() {
    "$mvn" -B -q -Dmaven.test.skip=true -pl kws-bench -am package
    mkdir -p "$1/lib" "$1/cpu" "$1/models"
    cp kws-bench/cuda.sh "$1"
    git log -1 --format='commit %h' >"$1/commit"
    cp kws-bench/target/benchmarks.jar kws-bench/target/lib/*.jar "$1/lib"
    mv "$1"/lib/onnxruntime-*.jar "$1/cpu"
    rm "$1"/lib/tensorflow-core-native-*.jar "$1"/lib/rustpotter-java-*.jar
    java -cp kws-bench/target/benchmarks.jar io.github.kws4j.bench.TutorialModel "$1/models"
    du -sh "$1" "$1/cpu"
}

describe() {
    if [ "$device" = cpu ]; then
        echo "trying the script on the CPU"
    else
        nvidia-smi --query-gpu=name,driver_version,memory.total,pcie.link.gen.max,pcie.link.width.max --format=csv
    fi
    cat "$here/commit" 2>/dev/null || git log -1 --format='commit %h' 2>/dev/null || true
}

if [ -d "$here/lib" ]; then
    describe
    exec java ${ORT:+"-Donnxruntime.native.path=$ORT"} -cp "$here/lib/*:${ORT:-$here/cpu}/*" \
        $check "$device" "${1:-noise}" "$here/models"
fi

mvn=$(command -v mvn || echo ./mvnw)
if [ "${1:-}" = --carry ]; then
    mkdir -p "$2"
    folder=$(realpath "$2")
    cd "$here/.."
    carry "$folder"
    exit
fi
clips=${1:+$(realpath "$1")}
cd "$here/.."
describe
[ "$device" = cpu ] && profile= || profile="-Pcuda -Dkws.cuda=true"
"$mvn" -B -q $profile -pl kws-onnx -am test -Dtest='*ClassifierTest' -Dsurefire.failIfNoSpecifiedTests=false
"$mvn" -B -q $profile -Dmaven.test.skip=true -pl kws-bench -am package
java -cp kws-bench/target/benchmarks.jar $check "$device" ${clips:+"$clips"}
